-- What moves, links and changes of numbers need to know.
alter table tributary.fact_time
    add column told_of  text,   -- the patient number under which the resource was first told: "system|value"
    add column moved_to text;   -- Type/id that goes on in its place after a merge or a change of number; null: none

comment on table tributary.identity_event is
    'Who was made, named, merged, moved, linked and unlinked, by which message, when. Only ever added to.';

create index identity_event_other on tributary.identity_event (other_id) where other_id is not null;
create index identity_event_number on tributary.identity_event (system, value) where kind = 'MOVED';
