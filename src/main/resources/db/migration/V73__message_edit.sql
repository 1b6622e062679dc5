-- Messages that a person changed and gave in again as new ones. The row stands before the new message does, so that none
-- comes without its story; the original is never touched.
create table tributary.message_edit (
    id       bigint      not null generated always as identity primary key,
    original bigint      not null,
    -- null: it was not taken after all
    edited   bigint,
    at       timestamptz not null,
    who      text        not null,
    why      text        not null
);

create index message_edit_original on tributary.message_edit (original);
create index message_edit_edited on tributary.message_edit (edited);
