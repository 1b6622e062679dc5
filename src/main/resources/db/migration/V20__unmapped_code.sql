-- Codes that no code table has, as work items. It stands with the journal because its rows are about what was accepted:
-- they name messages of the journal, and are worth nothing without them.
create table tributary.unmapped_code (
    id          bigint      not null generated always as identity primary key,
    feed        text        not null,
    -- MSH-3 and MSH-4, parted by a bar, as in tributary.message
    sender      text        not null,
    code_table  text        not null,
    code        text        not null,
    -- the name of the coding system as sent
    system      text        not null,
    -- what the sender calls it, as last seen
    text        text        not null,
    n           bigint      not null,
    first_at    timestamptz not null,
    last_at     timestamptz not null,
    -- numbers of the first few messages
    examples    bigint[]    not null,
    -- when a line for it was added; null again once it is seen later without one
    resolved_at timestamptz
);

create unique index unmapped_code_key on tributary.unmapped_code (feed, sender, code_table, code, system);
