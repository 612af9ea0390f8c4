package dev.corvid.retrieval;

/// What an index holds.
///
/// @param documents documents whose text is in it
/// @param chunks their chunks
/// @param embedded chunks with a dense vector
/// @param pending chunks that are found lexically only so far
/// @param bytes size on disk
public record IndexStatus(int documents, int chunks, int embedded, int pending, long bytes) {}
