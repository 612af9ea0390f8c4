package dev.corvid.agent;

/// Chooses what to do next from what was done so far.
interface Strategy {
  Decision decide(Transcript transcript);
}
