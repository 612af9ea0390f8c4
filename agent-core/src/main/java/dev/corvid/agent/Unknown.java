package dev.corvid.agent;

import java.util.Set;

/// What has to be known before a call can be made.
///
/// @param what for the model and the user, such as "nobody gave this visitId"
/// @param kinds stems of what it is about, such as "visit": a tool that speaks of these may tell
record Unknown(String what, Set<String> kinds) {
  Unknown {
    kinds = Set.copyOf(kinds);
  }
}
