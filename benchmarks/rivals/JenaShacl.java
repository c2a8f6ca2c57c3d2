// Jena SHACL on one file: `java -cp … JenaShacl.java DATA SHAPES ANSWER` writes seconds and results as rivals/answer.py reads them.

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.ValidationReport;
import org.apache.jena.shacl.validation.ReportEntry;
import org.apache.jena.sparql.path.P_Link;

public class JenaShacl {
    public static void main(String[] arguments) throws Exception {
        long start = System.nanoTime();
        Graph data = RDFDataMgr.loadGraph(arguments[0]);
        Shapes shapes = Shapes.parse(RDFDataMgr.loadGraph(arguments[1]));
        long loaded = System.nanoTime();
        ValidationReport report = ShaclValidator.get().validate(shapes, data);
        int results = report.getEntries().size();
        long end = System.nanoTime();
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(arguments[2]), StandardCharsets.UTF_8))) {
            out.println((loaded - start) / 1e9 + " " + (end - loaded) / 1e9);
            for (ReportEntry entry : report.getEntries()) {
                String path = entry.resultPath() == null ? ""
                    : entry.resultPath() instanceof P_Link link ? text(link.getNode()) : "_:";
                out.println(String.join("\t", text(entry.sourceConstraintComponent()), text(entry.source()),
                    text(entry.focusNode()), path, text(entry.value()), name(entry.severity().level())));
            }
        }
    }

    private static String name(Node severity) {
        return severity.getLocalName();
    }

    private static String text(Node node) {
        if (node == null) return "";
        if (node.isBlank()) return "_:";
        String words = node.isLiteral() ? node.getLiteralLexicalForm() : node.getURI();
        return words.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
    }
}
