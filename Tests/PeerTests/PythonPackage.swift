// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import Foundation
import Testing
import _TestSupport

@Suite("The Python package", .tags(.peer), .needsPeers)
struct PythonPackage {
  /// The folder with this build's products.
  private var products: URL {
    let executable = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    return bundle?.deletingLastPathComponent() ?? executable
  }

  /// Runs Python on the package's sources and this build's library.
  private func python(_ arguments: [String]) throws -> Peer.Output {
    let root = Peer.packageRoot
    return try runProgram(
      URL(filePath: "/usr/bin/env"),
      [
        "QUANTACORE_LIBRARY=\(products.appending(path: "libquantacore.so").path)",
        "PYTHONPATH=\(root.appending(path: "Python/src").path)", "PYTHONDONTWRITEBYTECODE=1",
        Peer.binaries.appending(path: "python").path,
      ] + arguments, directory: root)
  }

  // The collections through sinter decode 10⁵ shots, so the whole of it runs optimized.
  @Test("Its own tests pass on the library of this build", .optimizedOnly)
  func ownTests() throws {
    let output = try python(["-m", "pytest", "-q", "-p", "no:cacheprovider", "Python/tests"])
    #expect(output.status == 0, "\(output.text)\n\(output.err)")
    #expect(output.text.contains(" passed"))
  }

  @Test("The example of its README runs, and prints what the README says")
  func readme() throws {
    let page = try String(
      contentsOf: Peer.packageRoot.appending(path: "Python/README.md"), encoding: .utf8)
    let blocks = page.components(separatedBy: "```")
    let code = try #require(blocks.first { $0.hasPrefix("python\n") })
    let shown = try #require(blocks.first { $0.hasPrefix("text\n") })
    let output = try python(["-c", String(code.dropFirst("python\n".count))])
    #expect(output.status == 0, "\(output.err)")
    #expect(output.text == String(shown.dropFirst("text\n".count)))
  }
}
