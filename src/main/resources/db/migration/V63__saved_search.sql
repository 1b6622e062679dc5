-- Searches of the journal that a person keeps under a name.
create table tributary.saved_search (
    id    bigint      not null generated always as identity primary key,
    owner text        not null,
    name  text        not null,
    -- as in the page's address: state=held&feed=lab
    query text        not null,
    at    timestamptz not null,
    unique (owner, name)
);
