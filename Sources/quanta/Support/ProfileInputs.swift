// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import QVMExecution
import StrictJSON

/// Whether a word names a file in place of a profile; the noise of a profile may be a file, too.
func isProfileFile(_ word: String) -> Bool { word.hasSuffix(".json") && !word.contains("=") }

/// The profile that a word of the line means: a profile, a standard name, or a file with a description.
///
/// - Throws: `CommandFailure`.
func readProfile(_ word: String) throws -> LogicalProfile {
  guard isProfileFile(word) else {
    return try executing { try LogicalProfile(parsing: word) }
  }
  let json = try readProfileJSON(word)
  do throws(ExecutionError) {
    if json["qubitParams"] != nil {
      let plan = try EstimatorConfiguration(json).profile()
      throw ExecutionError(
        .configuration,
        "An estimator's configuration plans times and rates by formulas, which nothing is measured by; "
          + "give a profile, such as \(plan).")
    }
    return try ProfileDescription(json).measurableProfile()
  } catch {
    throw CommandFailure(file: word, error.message)
  }
}

/// The JSON of a file with a profile.
///
/// - Throws: `CommandFailure` that names the file.
func readProfileJSON(_ path: String) throws -> JSON {
  let bytes = try readFile(path)
  do {
    return try JSON(parsing: bytes)
  } catch {
    throw CommandFailure(file: path, "\(error)")
  }
}
