-- Who is who. An identifier keeps the patient it was first given to; a merge only sets replaced_by.
create schema if not exists tributary;

create table tributary.patient (
    id          text primary key,                        -- FHIR id, without the type
    replaced_by text references tributary.patient (id),  -- the survivor of a merge; chains are allowed, circles never made
    created_at  timestamptz not null,
    check (replaced_by <> id)
);

create index patient_replaced_by on tributary.patient (replaced_by) where replaced_by is not null;

create table tributary.patient_identifier (
    system     text not null,                            -- Identifier.system, or urn:tributary:feed:<feed> where a sender names no authority
    value      text not null,
    patient_id text not null references tributary.patient (id),
    primary key (system, value)
);

create index patient_identifier_patient on tributary.patient_identifier (patient_id);

-- History: only ever added to. Who was made, named or linked, by which message, when.
create table tributary.identity_event (
    id         bigint generated always as identity primary key,
    kind       text        not null,
    patient_id text        not null,
    other_id   text,                                     -- the survivor of a merge
    system     text,
    value      text,
    message_id bigint      not null,
    at         timestamptz not null                      -- when that message was received
);

create index identity_event_patient on tributary.identity_event (patient_id);
create index identity_event_message on tributary.identity_event (message_id);

-- When each fact of the record was last stated by its source, so that an old message never beats a newer one. Kept
-- beside the resources: a fact that is only stated again must not make a new version.
create table tributary.fact_time (
    reference  text primary key,                         -- Type/id
    stated_at  timestamptz not null,                     -- by the newest message that stated anything of it
    message_id bigint      not null,
    elements   jsonb       not null                      -- elements whose time is another, and elements deleted
);
