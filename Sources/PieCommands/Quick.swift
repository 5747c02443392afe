internal import ClinicalRecord
internal import Extraction
internal import FoundationEssentials

package func runPie() async {
  let args = CommandLine.arguments.dropFirst()
  let pipeline = Pipeline()
  for path in args {
    let bytes = [UInt8](FileManager.default.contents(atPath: path)!)
    let note = try! NoteReader().note(bytes, source: path)
    let record = try! await pipeline.record(of: note)
    print(String(decoding: record.json(pretty: false), as: UTF8.self))
  }
}
