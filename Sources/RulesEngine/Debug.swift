package import ClinicalRecord
package import TextScanning
internal import Terminology

package func debugDump(_ note: NoteText, _ language: Language) {
  let a = NoteAnalysis(note, language: language, terms: .embedded)
  for s in a.sections.all where !s.tokens.isEmpty || !s.heading.isEmpty {
    print("SECTION", s.name?.rawValue ?? "nil", s.heading.isEmpty ? "" : "[" + a.text.string(s.heading) + "]", a.text.string(s.tokens).prefix(70).replacing("\n", with: "/"))
  }
  for (i, c) in a.cues.enumerated() where !c.isEmpty {
    print("SENT", a.text.string(a.sentences.all[i]).replacing("\n", with: "/"))
    for q in c { print("   CUE", a.text.string(q.tokens), q.effect, q.direction, "->", q.scope.isEmpty ? "" : a.text.string(q.scope)) }
  }
  for t in a.tokens where a.terms.words.contains(t, .stay) { print("STAY", note.string(t.range)) }
  for m in a.mentions { print("M", m.kind, a.text.string(m.tokens)) }
}
