/// What an engine claimed and its quotes did not prove: no insight. Its words are the engine's, not the note's.
package struct UngroundedClaim: Sendable, Equatable {
  package var category: PointedClaim.Category
  /// The claim's attributes as it gave them; nil where there is no more than quotes.
  package var text: String?
  package var quotes: [String]
  package var reason: String

  package init(category: PointedClaim.Category, text: String?, quotes: [String], reason: String) {
    self.category = category
    self.text = text
    self.quotes = quotes
    self.reason = reason
  }

  package init(_ claim: PointedClaim, reason: String) {
    let parts = claim.category.fields.compactMap { claim[$0.attribute] }
    self.init(category: claim.category, text: parts.isEmpty ? nil : parts.joined(separator: " · "), quotes: claim.quotes, reason: reason)
  }
}
