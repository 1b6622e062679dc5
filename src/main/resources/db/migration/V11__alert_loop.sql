-- alerts as loops: what became of each, who it is for, who has answered, what is to happen next
alter table tributary.alert
    add column kind            text        not null default 'raised',
    -- the alert that this one speaks of
    add column about           uuid,
    add column state           text        not null default 'told',
    add column unit            text        not null default '',
    -- recipients, panels and addressed subscribers, as JSON
    add column reach           text        not null default '{}',
    -- alerts of one burst have the same
    add column burst           uuid,
    -- when the answer is due by the rule's policy, counted from opened_at
    add column opened_at       timestamptz,
    add column due_at          timestamptz,
    -- escalation steps done, and when the next is to be looked at
    add column step            int         not null default 0,
    add column next_at         timestamptz,
    add column acknowledged_at timestamptz,
    add column acknowledged_by text,
    -- subscribers that get it, counted when the broker has it
    add column recipients      int;

-- those of a burst are told by their number: they wait for nobody
drop index tributary.alert_unsent;
create index alert_unsent on tributary.alert (seq) where sent_at is null and state <> 'collapsed';
create index alert_about on tributary.alert (about) where about is not null;
create index alert_focus on tributary.alert (focus, rule, seq) where kind = 'raised';
create index alert_next on tributary.alert (next_at) where next_at is not null;
create index alert_open on tributary.alert (seq) where state = 'open';
create index alert_unheard on tributary.alert (seq) where recipients = 0;
create index alert_burst on tributary.alert (burst, raised_at) where burst is not null;
create index alert_raised on tributary.alert (raised_at);

-- what happened to an alert after it was raised; append-only
create table tributary.alert_event (
    seq        bigint generated always as identity primary key,
    alert_id   uuid        not null references tributary.alert (id) on delete cascade,
    at         timestamptz not null,
    what       text        not null,
    -- a person, a subscriber, or empty for the engine itself
    who        text        not null,
    detail     text        not null,
    message_id bigint
);

create index alert_event_alert on tributary.alert_event (alert_id, seq);
create index alert_event_failed on tributary.alert_event (at) where what = 'refused';

-- resources that a rule wants to be asked about later
create table tributary.alert_watch (
    rule       text        not null,
    focus      text        not null,
    at         timestamptz not null,
    feed       text        not null,
    facility   text        not null,
    trigger    text        not null,
    message_id bigint      not null,
    primary key (rule, focus)
);

create index alert_watch_at on tributary.alert_watch (at);

-- who is on which patient panel; an empty system fits any
create table tributary.panel_member (
    panel  text not null,
    system text not null,
    value  text not null,
    source text not null,
    primary key (panel, system, value)
);

create index panel_member_value on tributary.panel_member (value);

-- who looks after a patient beyond what the record says
create table tributary.attribution (
    system       text not null,
    value        text not null,
    role         text not null,
    practitioner text not null,
    source       text not null,
    primary key (system, value, role, practitioner)
);

create index attribution_value on tributary.attribution (value);
