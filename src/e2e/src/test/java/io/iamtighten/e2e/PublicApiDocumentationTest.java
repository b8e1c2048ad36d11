package io.iamtighten.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import io.iamtighten.testsupport.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * Everything that other projects can see has a comment: types, methods, constructors, constants, record components. Read from
 * the sources of the published modules.
 */
class PublicApiDocumentationTest {
    @Test
    void everythingPublicHasJavadoc() throws IOException {
        List<String> missing = new ArrayList<>();
        int types = 0;
        for (String module : Modules.PUBLISHED) {
            Path sources = TestData.source(module).resolve("src/main/java");
            if (Files.isDirectory(sources)) {
                types += check(sources, missing);
            }
        }
        assertThat(types).isGreaterThan(60);
        assertThat(missing).isEmpty();
    }

    private static int check(Path sources, List<String> missing) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(sources)) {
            files = walk.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int types = 0;
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                TreePath root = new TreePath(unit);
                if (unit.getPackage() != null
                        && unit.getTypeDecls().isEmpty()
                        && docs.getDocCommentTree(new TreePath(root, unit.getPackage())) == null) {
                    missing.add(unit.getSourceFile().getName());
                }
                for (Tree declared : unit.getTypeDecls()) {
                    if (declared instanceof ClassTree type) {
                        types += check(type, new TreePath(root, type), false, docs, missing);
                    }
                }
            }
        }
        return types;
    }

    private static int check(ClassTree type, TreePath path, boolean inInterface, DocTrees docs, List<String> missing) {
        if (!visible(type.getModifiers(), inInterface)) {
            return 0;
        }
        int types = 1;
        String name = path.getCompilationUnit().getPackageName() + "." + type.getSimpleName();
        DocCommentTree comment = docs.getDocCommentTree(path);
        if (comment == null) {
            missing.add(name);
        }
        boolean isInterface = type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE;
        Set<String> described = described(comment);
        for (Tree member : type.getMembers()) {
            TreePath at = new TreePath(path, member);
            if (member instanceof ClassTree nested) {
                types += check(nested, at, isInterface, docs, missing);
            } else if (member instanceof MethodTree method) {
                if (visible(method.getModifiers(), isInterface)
                        && !generated(method, docs, at)
                        && !overrides(method)
                        && docs.getDocCommentTree(at) == null) {
                    missing.add(name + "." + method.getName() + "()");
                }
            } else if (member instanceof VariableTree field) {
                boolean component = type.getKind() == Tree.Kind.RECORD
                        && !field.getModifiers().getFlags().contains(Modifier.STATIC);
                if (component
                        ? !described.contains(field.getName().toString())
                        : visible(field.getModifiers(), isInterface) && docs.getDocCommentTree(at) == null) {
                    missing.add(name + "#" + field.getName());
                }
            }
        }
        return types;
    }

    private static boolean visible(ModifiersTree modifiers, boolean inInterface) {
        Set<Modifier> flags = modifiers.getFlags();
        return flags.contains(Modifier.PUBLIC)
                || flags.contains(Modifier.PROTECTED)
                || (inInterface && !flags.contains(Modifier.PRIVATE));
    }

    /** What the compiler adds, and the compact constructor, whose parameters the record's own comment describes. */
    private static boolean generated(MethodTree method, DocTrees docs, TreePath at) {
        return docs.getSourcePositions().getEndPosition(at.getCompilationUnit(), method) < 0
                || (method.getName().contentEquals("<init>")
                        && at.getParentPath().getLeaf().getKind() == Tree.Kind.RECORD);
    }

    private static boolean overrides(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(
                        annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    private static Set<String> described(@org.jspecify.annotations.Nullable DocCommentTree comment) {
        Set<String> names = new TreeSet<>();
        if (comment != null) {
            for (DocTree tag : comment.getBlockTags()) {
                if (tag instanceof ParamTree parameter) {
                    names.add(parameter.getName().getName().toString());
                }
            }
        }
        return names;
    }
}
