package org.marksheet.grader.compile;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TaskEvent;
import com.sun.source.util.TaskListener;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/**
 * What a sheet asks of a source beyond the language: its package, its class, the contract, and no class that is
 * given.
 */
final class SheetRules implements TaskListener {
    private final JavacTask task;
    private final MemoryFiles files;
    private final Map<String, SourceFile> sources;
    private final List<Finding> errors;
    private final Consumer<String> working;
    private final List<Finding> early = new ArrayList<>();
    private final List<Finding> late = new ArrayList<>();
    private int errorsOfParsing = -1;

    /**
     * Listens to one task.
     *
     * @param errors where javac's errors arrive
     * @param working is told the path of each file when a phase of it begins, and "" when one of all begins
     */
    SheetRules(JavacTask task, MemoryFiles files, List<SourceFile> sources, List<Finding> errors, Consumer<String> working) {
        this.task = task;
        this.files = files;
        this.sources = sources.stream().collect(Collectors.toMap(SourceFile::path, Function.identity()));
        this.errors = errors;
        this.working = working;
    }

    @Override
    public void started(TaskEvent event) {
        if (event.getKind() == TaskEvent.Kind.ENTER && errorsOfParsing < 0) {
            errorsOfParsing = errors.size();
        }
        if (event.getKind() == TaskEvent.Kind.ENTER) {
            // Javac enters all files at once.
            working.accept("");
        } else if (event.getSourceFile() != null) {
            working.accept(MemoryFiles.path(event.getSourceFile()));
        }
    }

    @Override
    public void finished(TaskEvent event) {
        if (event.getKind() == TaskEvent.Kind.PARSE) {
            names(event.getCompilationUnit(), sources.get(MemoryFiles.path(event.getSourceFile())));
        }
        if (event.getKind() == TaskEvent.Kind.ANALYZE && event.getTypeElement() != null) {
            contract(event.getTypeElement(), sources.get(MemoryFiles.path(event.getSourceFile())));
        }
    }

    /**
     * Returns all that was found. A file under a wrong name makes others fail that are right, so its finding
     * stands alone with those of parsing.
     */
    List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        if (!early.isEmpty()) {
            all.addAll(errors.subList(0, errorsOfParsing < 0 ? errors.size() : errorsOfParsing));
            all.addAll(early);
            return all;
        }
        all.addAll(errors);
        all.addAll(late);
        if (all.isEmpty()) {
            files.declaredIn().forEach((name, path) -> {
                if (isGiven(name, sources.get(path))) {
                    all.add(new Finding(path, 0, -1, "sheet.given", name));
                }
            });
        }
        return all;
    }

    private void names(CompilationUnitTree unit, SourceFile source) {
        String packageName = unit.getPackageName() == null ? "" : unit.getPackageName().toString();
        if (!packageName.equals(source.packageName())) {
            Tree at = unit.getPackage() == null ? unit : unit.getPackage();
            early.add(finding(unit, at, source, "sheet.package", packageName));
            return;
        }
        List<ClassTree> types = unit.getTypeDecls().stream()
                .filter(ClassTree.class::isInstance).map(ClassTree.class::cast).toList();
        if (types.stream().noneMatch(type -> type.getSimpleName().contentEquals(source.className()))) {
            Tree at = types.isEmpty() ? unit : types.get(0);
            early.add(finding(unit, at, source, "sheet.name",
                    types.stream().map(type -> type.getSimpleName().toString()).collect(Collectors.joining(", "))));
        }
        for (ClassTree type : types) {
            String name = packageName + "." + type.getSimpleName();
            if (isGiven(name, source)) {
                early.add(finding(unit, type, source, "sheet.given", name));
            }
        }
    }

    private boolean isGiven(String name, SourceFile source) {
        boolean own = name.equals(source.binaryName()) || name.startsWith(source.binaryName() + "$");
        return !own && given(source.packageName()).contains(name);
    }

    private Set<String> given(String packageName) {
        try {
            return files.given(packageName);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void contract(TypeElement type, SourceFile source) {
        if (!type.getQualifiedName().contentEquals(source.binaryName())) {
            return;
        }
        TypeElement contract = task.getElements().getTypeElement(source.contract());
        boolean implemented = contract == null || task.getTypes().isSubtype(
                task.getTypes().erasure(type.asType()), task.getTypes().erasure(contract.asType()));
        if (!implemented) {
            late.add(finding(type, source, "sheet.contract", source.contract()));
        } else if (type.getModifiers().contains(Modifier.ABSTRACT)) {
            late.add(finding(type, source, "sheet.abstract", source.className()));
        } else if (ElementFilter.constructorsIn(type.getEnclosedElements()).stream().noneMatch(SheetRules::usable)) {
            late.add(finding(type, source, "sheet.constructor", source.className()));
        }
    }

    private static boolean usable(ExecutableElement constructor) {
        return constructor.getParameters().isEmpty() && !constructor.getModifiers().contains(Modifier.PRIVATE);
    }

    private Finding finding(Element element, SourceFile source, String code, String detail) {
        var path = Trees.instance(task).getPath(element);
        return finding(path.getCompilationUnit(), path.getLeaf(), source, code, detail);
    }

    private Finding finding(CompilationUnitTree unit, Tree at, SourceFile source, String code, String detail) {
        long offset = Trees.instance(task).getSourcePositions().getStartPosition(unit, at);
        long line = offset < 0 ? 0 : unit.getLineMap().getLineNumber(offset);
        return new Finding(source.path(), line, offset, code, detail);
    }
}
