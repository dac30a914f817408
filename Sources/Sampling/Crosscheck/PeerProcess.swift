// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import ComputePrimitives
import StrictJSON

/// A Python interpreter that answers each line of JSON with a line of JSON.
final class PeerProcess {
  private let process: LineProcess

  /// Starts `python` on a script given as text.
  ///
  /// - Throws: `SamplingError` with code `peer` if the interpreter cannot be started.
  init(python: String, script: String) throws(SamplingError) {
    do {
      // Warnings of the peers' libraries are not for our user; faults come back as answers.
      process = try LineProcess(program: python, arguments: ["-c", script], isQuiet: true)
    } catch {
      if error == .noFiles {
        throw SamplingError(.peer, "No pipe to the peer can be made: too many files are open.")
      }
      throw SamplingError(
        .peer,
        "`\(python)` cannot be started; name an interpreter that has the peers with --python, or "
          + "make one with `make peers`.")
    }
  }

  deinit { process.end(gracefully: true) }

  /// Sends a question and waits for its answer.
  ///
  /// - Throws: `SamplingError` with code `peer` if the peer ends, answers an error, or what is not JSON.
  func ask(_ question: JSON) throws(SamplingError) -> JSON {
    let text: [UInt8]
    do {
      try process.send(question.text(.init(isASCII: true)))
      text = try process.receive()
    } catch {
      throw SamplingError(
        .peer, "The peer ended before it answered; try its package in the interpreter by hand.")
    }
    let answer: JSON
    do throws(JSONError) {
      answer = try JSON(parsing: text)
    } catch {
      throw SamplingError(.peer, "The peer's answer is not JSON: \(error.message)")
    }
    if let fault = answer["error"]?.stringValue { throw SamplingError(.peer, fault) }
    return answer
  }
}
