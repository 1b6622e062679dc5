-- Tokens for programs. The secret itself is nowhere: it is shown once, when the token is made.
create table tributary.api_token (
    id           text        primary key,
    name         text        not null,
    role         text        not null,
    -- the only feeds it holds for; empty: all
    feeds        text[]      not null,
    -- SHA-256, hexadecimal
    secret_hash  text        not null,
    created_at   timestamptz not null,
    created_by   text        not null,
    expires_at   timestamptz not null,
    revoked_at   timestamptz,
    revoked_by   text,
    last_used_at timestamptz
);
