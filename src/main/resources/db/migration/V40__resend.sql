-- what an operator had sent again, and who that was
create table tributary.resend (
    alert_id   uuid        not null references tributary.alert (id) on delete cascade,
    subscriber text        not null,
    at         timestamptz not null,
    by_user    text        not null
);

create index resend_alert on tributary.resend (alert_id);
