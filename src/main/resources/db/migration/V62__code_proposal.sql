-- Lines for code tables that wait for a second person, and what became of them.
create table tributary.code_proposal (
    id             bigint      not null generated always as identity primary key,
    at             timestamptz not null,
    who            text        not null,
    state          text        not null default 'proposed' check (state in ('proposed', 'approved', 'declined')),
    decided_by     text,
    decided_at     timestamptz,
    -- whether what is stored is brought up to date once it is approved
    remap          boolean     not null,
    folder         text        not null,
    code_table     text        not null,
    code           text        not null,
    text           text        not null,
    system         text        not null,
    target_code    text        not null,
    target_display text        not null,
    target_system  text        not null,
    comment        text        not null,
    -- invariant: nobody approves what they proposed
    check (state <> 'approved' or decided_by <> who)
);

create index code_proposal_open on tributary.code_proposal (id) where state = 'proposed';
