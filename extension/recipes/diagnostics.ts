import { Diagnostic, DiagnosticSeverity, languages, Position, Range, type Uri } from 'vscode';
import type { PlacedProblem } from '../../server/protocol/training.ts';

/** Problems of recipes in the editor and the Problems view. */
export interface Diagnostics {
  show(recipe: Uri, problems: readonly PlacedProblem[]): void;
  dispose(): void;
}

/** Until a language server shows them as one types, they come from the training server's check. */
export function createDiagnostics(): Diagnostics {
  const collection = languages.createDiagnosticCollection('retort');
  return {
    show: (recipe, problems) => collection.set(recipe, problems.map(diagnostic)),
    dispose: () => collection.dispose(),
  };
}

const severities: Record<PlacedProblem['severity'], DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

function diagnostic({ code, severity, message, start, end }: PlacedProblem): Diagnostic {
  const range = new Range(new Position(start.line, start.character), new Position(end.line, end.character));
  const shown = new Diagnostic(range, message, severities[severity]);
  shown.code = code;
  shown.source = 'Retort';
  return shown;
}
