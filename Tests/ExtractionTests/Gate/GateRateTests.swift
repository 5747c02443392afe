internal import ClinicalRecord
internal import Extraction
internal import FoundationEssentials
internal import RulesEngine
internal import Testing
internal import TextScanning

/// The gate's two rates, on claims made from notes with a gold: what is true passes, what one change has made false does not. PIE_GATE=1
/// prints what fails; PIE_MUTANTS=FILE writes all claims for Benchmarks/gate.py; PIE_NOTES=FOLDER takes other notes.
@Suite struct GateRateTests {
  private static let environment = ProcessInfo.processInfo.environment

  private static func log(_ note: GoldNote, _ claim: PointedClaim, _ why: String) {
    guard environment["PIE_GATE"] != nil else { return }
    let attributes = claim.attributes.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.rawValue)=\($0.value)" }
    print("GATE \(note.name) \(why) | \(attributes.joined(separator: ", ")) | \(claim.quotes)")
  }

  @Test func trueClaimsPassAndMutantsDoNot() throws {
    var (passed, all, mutants) = (0, 0, 0)
    var accepted: [String] = []
    var kinds: [String: Int] = [:]
    var lines: [String] = []
    for note in try GoldNote.all() {
      let reader = PointedReader(NoteText(note.text), language: note.language, rules: RulesEngine())
      func holds(_ claim: PointedClaim) -> ClaimFault? {
        do throws(ClaimFault) {
          _ = try reader.read(claim)
          return nil
        } catch {
          return error
        }
      }
      for claim in note.claims() {
        all += 1
        if let fault = holds(claim) {
          Self.log(note, claim, "REJECTED \(fault.message)")
          continue
        }
        passed += 1
        lines.append(Mutant(kind: "true", claim: claim).json(note, isAccepted: true))
        for mutant in note.mutants(of: claim) {
          mutants += 1
          kinds[mutant.kind, default: 0] += 1
          let isAccepted = holds(mutant.claim) == nil
          lines.append(mutant.json(note, isAccepted: isAccepted))
          if isAccepted {
            accepted.append("\(note.name) \(mutant.kind)")
            Self.log(note, mutant.claim, "ACCEPTED \(mutant.kind)")
          }
        }
      }
    }
    if Self.environment["PIE_GATE"] != nil {
      print("GATE true \(passed) of \(all); mutants \(mutants), accepted \(accepted.count): \(kinds)")
    }
    if let file = Self.environment["PIE_MUTANTS"] {
      try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: file))
    }
    #expect(Double(passed) >= 0.99 * Double(all), "\(passed) of \(all)")
    #expect(mutants >= 1_000)
    #expect(accepted == [])
  }
}
