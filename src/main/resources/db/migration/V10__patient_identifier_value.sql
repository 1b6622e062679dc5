-- lanes ask for a number without knowing its authority
create index patient_identifier_value on tributary.patient_identifier (value);
