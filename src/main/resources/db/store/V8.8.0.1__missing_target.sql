-- who refers to something that is not there yet (MissingTargets)
create table public.missing_target (
    target text not null,
    source text not null,
    primary key (target, source)
);
comment on table public.missing_target is 'References whose target was not in the store when they were written: Type/id each';
