-- What Corvid keeps: runs with their journals, and the episodes that are remembered of them.
-- Each row has an owner; '' is everybody's where users are not told apart.

create table corvid_run (
  id       text primary key,
  owner    text not null default '',
  -- Runs are listed in the order in which they began.
  place    bigint generated always as identity,
  begun_at timestamptz not null default clock_timestamp(),
  -- How many entries there are, so that a missing last one is seen.
  entries  integer not null default 0 check (entries >= 0),
  -- Who is at work on the run, for people. Who may write is decided by token and expires alone:
  -- the token grows with each process that takes the run, expires is by the clock of the database.
  holder   text,
  token    bigint not null,
  expires  timestamptz
) with (fillfactor = 70);

create index corvid_run_of_owner on corvid_run (owner, place);

create table corvid_run_entry (
  run        text not null references corvid_run (id) on delete cascade,
  number     integer not null check (number >= 0),
  -- Under which token it was written.
  token      bigint not null,
  written_at timestamptz not null default clock_timestamp(),
  -- The version of the payload and its CRC-32C.
  format     smallint not null,
  checksum   integer not null,
  -- JSON in ASCII. Not jsonb, which would change it, and does not take every text.
  payload    text not null,
  primary key (run, number)
);

create table corvid_episode (
  owner    text not null default '',
  id       text not null,
  ended_at timestamptz not null,
  -- The task for people and for counting words; what is read is the payload, JSON in ASCII.
  task     text not null,
  -- The words that make tasks alike, as Corvid cuts and stems them: no configuration of PostgreSQL
  -- takes getPetById apart, or a Chinese sentence.
  words    tsvector not null,
  payload  text not null,
  primary key (owner, id)
);

create index corvid_episode_words on corvid_episode using gin (words);
create index corvid_episode_of_owner on corvid_episode (owner, ended_at);
