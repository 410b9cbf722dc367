package dev.weir.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a file: how much, and the first of it. */
final class FileFaults {

  private static final int TOLD = 20;

  private final List<String> first = new ArrayList<>();
  private long count;

  void add(Exception fault) {
    count++;
    if (first.size() < TOLD) {
      first.add(fault.getMessage());
    }
  }

  void throwIfAny(Path file) {
    if (count == 0) {
      return;
    }
    StringBuilder message = new StringBuilder();
    message.append(file).append(": ").append(count).append(count == 1 ? " fault" : " faults");
    message.append("; nothing was imported");
    first.forEach(fault -> message.append("\n  ").append(fault));
    if (count > first.size()) {
      message.append("\n  and ").append(count - first.size()).append(" more");
    }
    throw CommandException.failed(message.toString());
  }
}
