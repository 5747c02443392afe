internal import TextScanning

/// The French public drug database's own files, as they are: `CIS_bdpm.txt` says what is sold, `CIS_COMPO_bdpm.txt` what is in it. Tab separated,
/// no header, UTF-8 or Windows-1252; a product is an eight-digit CIS code. (Layout: "Contenu et format des fichiers téléchargeables", the
/// database's description of its files.)
struct PublicDrugDatabase {
  enum File {
    /// Code, name, form, routes, status, procedure, …
    case products
    /// Code, element, substance code, substance, dosage, reference, nature (SA: active, FT: the part of it that acts), link number.
    case compositions
  }

  /// Which of the two files a user's lexicon is; nil where it is neither.
  static func file(_ bytes: [UInt8]) -> File? {
    guard let line = bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 1).first else { return nil }
    let cells = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
    guard let code = cells.first, code.count == 8, code.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    if cells.count >= 10 { return .products }
    guard cells.count >= 7 else { return nil }
    return ["SA", "FT", "ST"].contains { cells[6].elementsEqual($0.utf8) } ? .compositions : nil
  }

  /// By product: the names of what acts in it, in the file's order.
  private var substances: [Substring: [String]] = [:]
  private var products: [(name: String, route: String, code: Substring)] = []

  init(products: [UInt8], compositions: [UInt8]) {
    readCompositions(Self.text(compositions))
    readProducts(Self.text(products))
  }

  /// The tables' form: `ingredients.tsv` for the substances that `known` has no name of, `brands.tsv` for the products that `isKnown` does not
  /// have. `needsContext`: a name that is also a common word.
  func tables(known: (String) -> String?, isKnown: (String) -> Bool, needsContext: (String) -> Bool) -> (
    ingredients: [UInt8], brands: [UInt8]
  ) {
    var ingredients = "ingredient\tatc\tfr\tsynonyms\tflags\n"
    var brands = "brand\tingredients\tatc\tcountry\troute\tflags\n"
    var keys: [String: String] = [:]
    var seen: Set<String> = []
    for product in products {
      let parts = substances[product.code] ?? []
      guard !parts.isEmpty, parts.count <= 12, seen.insert(folded(product.name)).inserted, !isKnown(product.name) else { continue }
      var names: [String] = []
      for part in parts {
        if keys[part] == nil {
          if let key = known(part) ?? Self.withoutSalt(part).flatMap(known) {
            keys[part] = key
          } else {
            let key = folded(part)
            keys[part] = key
            ingredients += "\(key)\t\t\(part.lowercased())\t\t\(needsContext(part) ? "word" : "")\n"
          }
        }
        if let key = keys[part], !names.contains(key) { names.append(key) }
      }
      brands += "\(product.name)\t\(names.joined(separator: ";"))\t\tfr\t\(product.route)\t\(needsContext(product.name) ? "word" : "")\n"
    }
    return (Array(ingredients.utf8), Array(brands.utf8))
  }

  // MARK: reading

  private mutating func readCompositions(_ text: String) {
    // a substance and the part of it that acts share a link number: the part's name is the plain one
    var links: [Substring: [(link: Substring, name: String, acts: Bool)]] = [:]
    for cells in Self.rows(text) where cells.count >= 7 {
      let acts = cells[6] == "FT"
      guard acts || cells[6] == "SA", let name = Self.substance(cells[3]) else { continue }
      let link = cells.count > 7 ? cells[7] : ""
      var known = links[cells[0]] ?? []
      if let same = known.firstIndex(where: { !link.isEmpty && $0.link == link }) {
        if acts { known[same] = (link, name, true) }
      } else {
        known.append((link, name, acts))
      }
      links[cells[0]] = known
    }
    for (code, parts) in links {
      var names: [String] = []
      for part in parts where !names.contains(part.name) { names.append(part.name) }
      substances[code] = names
    }
  }

  private mutating func readProducts(_ text: String) {
    for cells in Self.rows(text) where cells.count >= 6 {
      guard !folded(String(cells[5])).contains("homeo"), let name = Self.brand(cells[1]) else { continue }
      products.append((name, Self.route(cells[3]), cells[0]))
    }
  }

  private static func rows(_ text: String) -> [[Substring]] {
    text.utf8.split(separator: UInt8(ascii: "\n")).map { line in
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      return line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { Substring($0) }
    }
  }

  /// The name without its strength and form: "DOLIPRANE 1000 mg, comprimé" is DOLIPRANE.
  private static func brand(_ cell: Substring) -> String? {
    var words: [Substring] = []
    for word in cell.prefix(while: { $0 != "," && $0 != "(" }).split(separator: " ") {
      if !words.isEmpty, word.first?.isNumber == true { break }
      words.append(word)
    }
    let name = words.joined(separator: " ")
    return name.utf8.count > 2 && !name.contains("|") && !name.contains("=") ? name : nil
  }

  /// "METFORMINE (CHLORHYDRATE DE)" is METFORMINE.
  private static func substance(_ cell: Substring) -> String? {
    let name = cell.prefix { $0 != "(" }.split(separator: " ").joined(separator: " ")
    return name.utf8.count > 1 && !name.contains("|") && !name.contains(";") ? name : nil
  }

  /// "AMOXICILLINE TRIHYDRATÉE", "CHLORHYDRATE DE TRAMADOL": the name without what it is bound to.
  private static func withoutSalt(_ name: String) -> String? {
    let words = name.split(separator: " ")
    if words.count >= 3, words[1].uppercased() == "DE" { return words[2...].joined(separator: " ") }
    if words.count >= 2 { return words.dropLast().joined(separator: " ") }
    return nil
  }

  private static func route(_ cell: Substring) -> String {
    let words = folded(String(cell))
    let names: [(String, String)] = [
      ("orale", ""), ("sublinguale", "sublingual"), ("intraveineuse", "intravenous"), ("sous cutanee", "subcutaneous"),
      ("intramusculaire", "intramuscular"), ("inhalee", "inhaled"), ("ophtalmique", "ophthalmic"), ("auriculaire", "otic"),
      ("nasale", "nasal"), ("rectale", "rectal"), ("vaginale", "vaginal"), ("transdermique", "transdermal"), ("cutanee", "topical"),
    ]
    return names.first { words.contains($0.0) }?.1 ?? ""
  }

  /// UTF-8, else Windows-1252 as far as the files use it.
  private static func text(_ bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = String.UnicodeScalarView()
    for byte in bytes {
      switch byte {
      case 0x8C: text.append("Œ")
      case 0x9C: text.append("œ")
      case 0x91, 0x92: text.append("'")
      case 0x80...0x9F: text.append(" ")
      default: text.append(Unicode.Scalar(byte))
      }
    }
    return String(text)
  }
}
