internal import LanguageModels
internal import Testing

@Test func everyCodeHasAName() { #expect(LanguageModelError.Code.allCases.allSatisfy { !$0.rawValue.isEmpty }) }
