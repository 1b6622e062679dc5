-- how many messages each feed sent in each hour: by this a silence is told from a quiet night
create table tributary.feed_hour (
    feed     text        not null,
    hour     timestamptz not null,
    messages bigint      not null,
    primary key (feed, hour)
);

-- what has been counted already, so that a restart counts nothing twice, and since when a feed sends nothing
create table tributary.feed_total (
    feed         text        primary key,
    received     bigint      not null,
    at           timestamptz not null,
    -- time in which the engine did not run is not in it
    silent_since timestamptz not null
);
