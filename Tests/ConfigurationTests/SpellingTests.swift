import Testing

@testable import PieConfiguration

struct SpellingTests {
  @Test(arguments: [
    ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("ca", "ac", 1), ("ca", "abc", 3), ("langauge", "language", 1),
    ("kitten", "sitting", 3), ("é", "e", 1),
  ])
  func `Distances`(a: String, b: String, distance: Int) {
    #expect(Spelling.distance(Array(a.unicodeScalars), Array(b.unicodeScalars)) == distance)
    #expect(Spelling.distance(Array(b.unicodeScalars), Array(a.unicodeScalars)) == distance)
  }

  @Test(arguments: [
    ("langauge", "language"), ("LANGUAGE", "language"), ("lang", "language"), ("language_of_notes", "language"),
    ("fromat", "format"), ("colour", "color"), ("mdoel", "model"), ("model_name", "model"), ("lexicon", "lexicons"),
    ("limit", "limits"), ("note_megabytes", "limits.note_megabytes"), ("note-megabytes", "limits.note_megabytes"),
    ("limits.note-megabytes", "limits.note_megabytes"), ("limits.note_mb", "limits"), ("limits.format", "format"),
    ("in", "include"), ("quite", "quiet"), ("provider", "provider"),
  ])
  func `The nearest key`(typed: String, meant: String) { #expect(Settings.nearest(to: typed) == meant) }

  @Test(arguments: ["x", "", "temperature", "l", "é", "....", ".", "ward", String(repeating: "language", count: 9)])
  func `No key is near`(typed: String) { #expect(Settings.nearest(to: typed) == nil) }

  @Test(arguments: [
    ("french", "fr"), ("en_US", "en"), ("fr-FR", "fr"), ("EN", "en"), ("es", nil), ("de", nil), ("atuo", "auto"),
  ])
  func `The nearest choice`(typed: String, meant: String?) {
    #expect(Spelling.nearest(to: typed, among: ["auto", "fr", "en"]) == meant)
  }
}
