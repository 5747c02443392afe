internal import FoundationEssentials
internal import Terminology

// Writes what the release binary carries of the tables: `pie-tables FILE`. A file that is so already stays untouched, so that nothing is
// compiled anew for it. Part of the build, and no tool for users.
guard CommandLine.arguments.count == 2 else { fatalError("usage: pie-tables FILE") }
let path = CommandLine.arguments[1]
let snapshot = Data(Snapshot.made())
if FileManager.default.contents(atPath: path) != snapshot { try snapshot.write(to: URL(filePath: path), options: .atomic) }
