package import ClinicalRecord
internal import LanguageModels
internal import RulesEngine
internal import TextScanning

/// What a model is told. The system's message is the same for every note of a language, so that a provider may keep it; nothing of a patient
/// is in it, and no example that could find its way into an answer.
package struct Prompt: Sendable {
  let language: Language
  /// Whether the provider holds the answer to the schema; else the schema is told in words.
  let isConstrained: Bool

  package init(language: Language, isConstrained: Bool) {
    self.language = language
    self.isConstrained = isConstrained
  }

  package var system: String {
    var text = language == .french ? Self.french : Self.english
    if !isConstrained {
      text += language == .french ? "\n\nSchéma JSON de la réponse :\n" : "\n\nJSON Schema of the answer:\n"
      text += AnswerSchemaEmitter.schema(.plain).json
    }
    return text
  }

  /// The lines of a piece. Each bears its number and a bar, so that no line of the note can stand where the fence stands.
  func user(_ piece: NotePiece, of note: NoteText) -> String {
    var text = ""
    if let heading = piece.heading {
      text += language == .french ? "Titre en vigueur au début de l'extrait :\n" : "Heading in force where the excerpt begins:\n"
      text += line(heading.line, heading.bytes, note) + "\n"
    }
    text += "<note>\n"
    for stretch in piece.stretches { text += line(stretch.line, stretch.bytes, note) }
    return text + "</note>"
  }

  private func line(_ number: Int, _ bytes: Range<Int>, _ note: NoteText) -> String {
    var text = "\(number)| "
    // what else a reader may take for the end of a line is a space here; grounding does not mind
    for scalar in note.string(bytes).unicodeScalars {
      switch scalar.value {
      case 0x00..<0x09, 0x0A...0x1F, 0x7F..<0xA0, 0x2028, 0x2029: text += " "
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\n"
  }

  /// Asks again for what failed, each claim by its place in the answer that is shown above it.
  func correction(_ faults: [String]) -> String {
    let head =
      language == .french
      ? "Ces affirmations n'ont pas été retenues. Corrige-les d'après la note, avec ses mots exacts, et réponds dans le même format avec elles seules ; omets celles que la note ne dit pas. Les autres sont acquises."
      : "These claims did not hold. Correct them by the note, with its very words, and answer in the same format with these alone; leave out what the note does not say. The others are taken."
    return ([head] + faults.map { "- \($0)" }).joined(separator: "\n")
  }

  /// Asks again for a whole answer whose form is wrong.
  func reform(_ fault: String) -> String {
    language == .french
      ? "La réponse n'a pas la forme demandée (\(fault)). Réponds de nouveau, en entier, par le seul objet JSON."
      : "The answer does not have the form asked for (\(fault)). Answer again, in full, with the JSON object alone."
  }
}
