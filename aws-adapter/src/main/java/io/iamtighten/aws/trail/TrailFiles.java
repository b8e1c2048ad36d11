package io.iamtighten.aws.trail;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;

/** Finds the files below paths. */
final class TrailFiles {
    private static final int MAX_DEPTH = 64;

    private TrailFiles() {}

    static List<TrailEntry> below(List<Path> paths, List<TrailProblem> problems) {
        List<TrailEntry> found = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                walk(path, found, problems);
            } else if (Files.exists(path)) {
                found.add(TrailEntry.of(TrailSource.of(path), true));
            } else {
                problems.add(new TrailProblem(
                        TrailProblem.Kind.MISSING,
                        path.toString(),
                        OptionalLong.empty(),
                        "there is no such file or folder; check the path"));
            }
        }
        return found;
    }

    private static void walk(Path folder, List<TrailEntry> found, List<TrailProblem> problems) {
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && !hidden(file)) {
                        found.add(TrailEntry.of(TrailSource.of(file), false));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    problems.add(unreadable(file, e));
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            problems.add(unreadable(folder, e));
        }
    }

    private static boolean hidden(Path file) {
        Path name = file.getFileName();
        return name != null && name.toString().startsWith(".");
    }

    static TrailProblem unreadable(Path file, IOException e) {
        return new TrailProblem(
                TrailProblem.Kind.UNREADABLE, file.toString(), OptionalLong.empty(), "cannot be read: " + why(e));
    }

    static String why(IOException e) {
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof java.nio.file.FileSystemLoopException) {
            return "the folder contains itself through a link";
        }
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "the file is gone";
        }
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
