-- What was changed in mappings/ through the console: who, when, why, and both texts, so that it can be taken back.
create table tributary.mapping_revision (
    id         bigint      not null generated always as identity primary key,
    at         timestamptz not null,
    who        text        not null,
    why        text        not null,
    -- within mappings/: overlays/site/segments/pid-patient.yaml
    path       text        not null,
    -- null where the file was not there
    before     text,
    after      text,
    -- the set that was in force from then on
    version    text        not null,
    takes_back bigint      references tributary.mapping_revision (id)
);

create index mapping_revision_path on tributary.mapping_revision (path, id);
