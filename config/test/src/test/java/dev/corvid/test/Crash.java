package dev.corvid.test;

/// Stands for the end of a process.
final class Crash extends RuntimeException {
  private static final long serialVersionUID = 1;
}
