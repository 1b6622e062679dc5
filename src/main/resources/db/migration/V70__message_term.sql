-- What people look for in messages: numbers, names and codes, one row for each word of each message. Filled from the
-- journal's bytes shortly after receipt, in the order of the numbers, whatever became of the message.
create table tributary.message_term (
    -- upper case
    term       text   collate "C" not null,
    message_id bigint             not null,
    -- one word's messages stand in the order of their numbers: a page is a walk backwards, however many there are
    primary key (term, message_id)
);

create table tributary.message_term_progress (
    one   boolean primary key default true check (one),
    -- messages up to this number are done
    up_to bigint  not null
);

insert into tributary.message_term_progress (up_to) values (0);
