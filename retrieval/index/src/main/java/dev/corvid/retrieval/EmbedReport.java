package dev.corvid.retrieval;

/// What embedding did.
///
/// @param embedded chunks that got their vector now
/// @param pending chunks that still have none
/// @param deferred whether nothing was kept because another process writes the index
public record EmbedReport(int embedded, int pending, boolean deferred) {}
