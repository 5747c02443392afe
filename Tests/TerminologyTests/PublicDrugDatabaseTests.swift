internal import ClinicalRecord
internal import Terminology
internal import Testing
internal import TextScanning

/// The French public drug database's two files, as they come: no header, tabs, accents in one encoding or the other.
@Suite struct PublicDrugDatabaseTests {
  private static let products = [
    "60001001\tZQDOLINE 1000 mg, comprimé\tcomprimé\torale\tAutorisation active\tProcédure nationale\tCommercialisée\t01/01/2001\t\t\t A\tNon",
    "60001002\tZQMOXICLAV LABO 500 mg/62,5 mg ADULTES, comprimé\tcomprimé\torale\tAutorisation active\tProcédure nationale\tx\t01/01/2001\t\t\t A\tNon",
    "60001003\tZQGRANULES, granules\tgranules\torale\tEnregistrement\tEnreg homéo (Proc. Nat.)\tx\t01/01/2001\t\t\t A\tNon",
    "60001004\tZQNOUVEAU 5 mg/ml, solution injectable\tsolution\tintraveineuse\tAutorisation active\tProcédure nationale\tx\t01/01/2001\t\t\t A\tNon",
    "60001005\tDOLIPRANE 500 mg, gélule\tgélule\torale\tAutorisation active\tProcédure nationale\tx\t01/01/2001\t\t\t A\tNon",
  ]
  private static let compositions = [
    "60001001\tcomprimé\t02202\tPARACÉTAMOL\t1000 mg\tun comprimé\tSA\t1\t",
    "60001002\tcomprimé\t1\tAMOXICILLINE TRIHYDRATÉE\t574 mg\tun comprimé\tSA\t1\t",
    "60001002\tcomprimé\t2\tAMOXICILLINE\t500 mg\tun comprimé\tFT\t1\t",
    "60001002\tcomprimé\t3\tCLAVULANATE DE POTASSIUM\t74 mg\tun comprimé\tSA\t2\t",
    "60001002\tcomprimé\t4\tACIDE CLAVULANIQUE\t62,5 mg\tun comprimé\tFT\t2\t",
    "60001003\tgranules\t5\tABIES\t\t\tSA\t1\t",
    "60001004\tsolution\t6\tZQMOLIDE (CHLORHYDRATE DE)\t5 mg\t1 ml\tSA\t1\t",
    "60001005\tgélule\t02202\tPARACÉTAMOL\t500 mg\tune gélule\tSA\t1\t",
  ]

  private static func utf8(_ lines: [String]) -> [UInt8] { Array(lines.joined(separator: "\r\n").utf8) }

  private static func latin1(_ lines: [String]) -> [UInt8] {
    lines.joined(separator: "\n").unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") }
  }

  private func ingredients(_ name: String, _ terms: Terminology) -> [String]? {
    let note = NoteText(name)
    let text = TokenizedText(note: note, tokens: note.tokens(terms.vocabulary), language: .french)
    return terms.drugs.longest(in: text, at: 0, terms: terms).map { terms.ingredientNames(of: $0.entry) }
  }

  @Test(arguments: [true, false]) func productsAreFound(isUTF8: Bool) throws {
    let encode = isUTF8 ? Self.utf8 : Self.latin1
    let terms = try Terminology(adding: [("a.txt", encode(Self.compositions)), ("b.txt", encode(Self.products))])
    #expect(ingredients("ZQDOLINE 1 g", terms) == ["paracetamol"])
    #expect(ingredients("zqmoxiclav labo 500 mg", terms) == ["amoxicillin", "clavulanic acid"])
    #expect(ingredients("ZQNOUVEAU 5 mg", terms) == ["zqmolide"])
    #expect(ingredients("zqmolide", terms) == ["zqmolide"])
    #expect(ingredients("ZQGRANULES", terms) == nil, "homeopathy has no dose")
    #expect(ingredients("DOLIPRANE", terms) == ["paracetamol"])
  }

  @Test func eachNeedsTheOther() {
    let first = #expect(throws: LexiconError.self) { _ = try Terminology(adding: [("b.txt", Self.utf8(Self.products))]) }
    #expect(first?.description.contains("b.txt") == true && first?.description.contains("CIS_COMPO_bdpm.txt") == true)
    let second = #expect(throws: LexiconError.self) { _ = try Terminology(adding: [("a.txt", Self.utf8(Self.compositions))]) }
    #expect(second?.description.contains("a.txt") == true && second?.description.contains("CIS_bdpm.txt") == true)
  }
}
