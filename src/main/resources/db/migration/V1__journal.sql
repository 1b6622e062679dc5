-- The journal: every message ever received and what became of it, at the same time the inbound queue.
create schema if not exists tributary;

-- drawn by one writer at a time (advisory lock), so that numbers become visible in their own order: whoever has read
-- up to a number has missed none below it
create sequence tributary.message_id;

create table tributary.message (
    id                bigint      not null primary key,
    feed              text        not null,
    remote            text        not null,
    received_at       timestamptz not null,
    size              integer     not null,
    content_hash      bytea       not null,
    -- of feed, sender, MSH-10 and bytes; null where a repetition is no retransmit: without MSH-10, refused, or itself one
    retransmit_key    uuid,
    sender            text        not null,
    control_id        text        not null,
    type              text        not null,
    structure         text        not null,
    version           text        not null,
    state             text        not null check (state in ('QUEUED', 'PROCESSED', 'FILTERED', 'HELD', 'FAILED')),
    reason            text        not null,
    detail            text        not null,
    place             text        not null,
    refused           boolean     not null,
    control_id_reused boolean     not null,
    duplicate_of      bigint,
    -- the HELD message that a QUEUED one waits for
    waits_for         bigint,
    ack_outcome       text        not null default 'NONE'
                                  check (ack_outcome in ('NONE', 'ACCEPTED', 'ERROR', 'REJECTED')),
    ack_at            timestamptz,
    attempts          integer     not null default 0,
    next_attempt_at   timestamptz,
    mapping_version   text,
    finished_at       timestamptz
) with (
    -- room for the acknowledgment and the end of a message on its own page
    fillfactor = 80,
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.05,
    autovacuum_analyze_scale_factor = 0.02
);

-- the database's own word that a retransmit has no second effect
create unique index message_retransmit on tributary.message (retransmit_key) where retransmit_key is not null;
create index message_control_id on tributary.message (control_id, sender, feed);
create index message_feed on tributary.message (feed, id);
create index message_type on tributary.message (type, id);
create index message_received_at on tributary.message (received_at, id);
-- these stay small: what is PROCESSED, nearly everything, is not in them
create index message_state on tributary.message (state, id) where state <> 'PROCESSED';
create index message_feed_state on tributary.message (feed, state, id) where state <> 'PROCESSED';
create index message_reason on tributary.message (reason, id) where reason <> '';

-- apart, so that a change of state never copies the bytes; a retransmit has no row here, its bytes are the first one's
create table tributary.message_body (
    id    bigint not null primary key,
    bytes bytea  not null
) with (autovacuum_vacuum_insert_scale_factor = 0.1);

create table tributary.message_event (
    message_id      bigint      not null,
    number          bigint      not null generated always as identity,
    at              timestamptz not null,
    kind            text        not null
                                check (kind in ('FINISHED', 'RETRYING', 'RELEASED', 'SKIPPED', 'REPLAYED')),
    attempt         integer     not null,
    state           text        not null,
    reason          text        not null,
    detail          text        not null,
    place           text        not null,
    who             text,
    mapping_version text,
    primary key (message_id, number)
);

-- Counters: each transaction adds what it changed (no two wait for one row), the engine adds them up now and then.
-- The truth is the sum of both tables. 'counted' is RECEIVED, a state, REFUSED (instead of FAILED) or ACK_ and an outcome.
create table tributary.feed_count (
    feed    text   not null,
    counted text   not null,
    reason  text   not null,
    n       bigint not null,
    last_at timestamptz,
    primary key (feed, counted, reason)
) with (fillfactor = 50);

create table tributary.feed_count_change (
    feed    text   not null,
    counted text   not null,
    reason  text   not null,
    n       bigint not null,
    last_at timestamptz
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
