-- From and until when a proposed line holds, as NewCode has them: 2026-01-31, empty if always.
alter table tributary.code_proposal add column valid_from text not null default '';
alter table tributary.code_proposal add column valid_until text not null default '';
