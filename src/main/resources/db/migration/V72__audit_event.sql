-- Who saw, searched, exported or did what. Only ever added to; nothing here refers to other rows, so that it outlives them.
create table tributary.audit_event (
    id       bigint      not null generated always as identity primary key,
    at       timestamptz not null,
    who      text        not null,
    action   text        not null,
    what     text        not null,
    address  text        not null,
    -- Patient/id
    patients text[]      not null,
    -- patient numbers of messages and words that were looked for, upper case: also where no patient was known yet
    numbers  text[]      not null,
    -- the FHIR AuditEvent, without its id
    body     text        not null
);

create index audit_event_at on tributary.audit_event (at);
create index audit_event_who on tributary.audit_event (who, id);
create index audit_event_patients on tributary.audit_event using gin (patients);
create index audit_event_numbers on tributary.audit_event using gin (numbers);
