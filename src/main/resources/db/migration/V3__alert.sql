-- alerts: the outbox, the ledger of deliveries, and what an operator said about subscribers
create schema if not exists tributary;

create table tributary.alert (
    -- the order of the outbox; per patient it is the order of commit, since a patient's messages come one by one
    seq        bigint generated always as identity primary key,
    -- UUIDv5 of rule and fact: this constraint is what makes twice once
    id         uuid        not null unique,
    rule       text        not null,
    severity   text        not null,
    event      text        not null,
    feed       text        not null,
    facility   text        not null,
    message_id bigint      not null,
    patient    text,
    encounter  text,
    focus      text        not null,
    audience   text        not null,
    summary    text        not null,
    raised_at  timestamptz not null,
    body       text        not null,
    sent_at    timestamptz
);

create index alert_unsent on tributary.alert (seq) where sent_at is null;
create index alert_patient on tributary.alert (patient, seq);
create index alert_message on tributary.alert (message_id);

create table tributary.delivery (
    alert_id   uuid        not null references tributary.alert (id) on delete cascade,
    subscriber text        not null,
    state      text        not null,
    at         timestamptz not null,
    attempts   int         not null,
    -- HTTP status or fault code of the last answer; never the answer itself
    outcome    text        not null,
    primary key (alert_id, subscriber)
);

create index delivery_open on tributary.delivery (subscriber, state) where state <> 'delivered';

create table tributary.subscriber (
    name       text        primary key,
    paused     boolean     not null,
    changed_at timestamptz not null
);
