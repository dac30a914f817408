// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

import CommandLineKit
import Sampling
import StrictJSON

/// `quanta qec collect`.
let qecCollect = Command(
  "collect", "Samples circuits, decodes the shots and counts the errors.",
  discussion: """
    The counts are rows of sinter's tables. With a --seed they are the same for any number of workers,
    and a run that was interrupted and resumed ends with those of one that was not. Ctrl-C ends the
    run, keeps all that was counted, and exits with 1.
    """,
  flags: taskFlags + effortFlags + [
    Flag(
      "count-detection-events", .toggle,
      "Counts detectors and detection events in the custom counts."),
    Flag(
      "count-observable-error-combos", .toggle,
      "Counts in the custom counts which observables were mistaken together."),
    Flag(
      "also-print-results-to-stdout", .toggle,
      "Prints the rows even when they are saved to a file."),
    Flag("json", .toggle, "Prints all that is known of each task as JSON, with error rates."),
  ],
  example: """
    quanta qec collect --code surface:d=3,5 --noise sd6 --p 0.002,0.004 --rounds d \\
      --max-shots 100000 --max-errors 1000 --save-resume-filepath stats.csv
    """
) { arguments in
  let run = try CollectionRun(arguments)
  let totals = try run.collect()
  if arguments.isOn("json") {
    try printOutput(JSON.array(totals.map(\.json)).text(.indented) + "\n")
  } else if arguments.isOn("also-print-results-to-stdout") || run.log == nil {
    try printOutput(run.addedText)
  }
  return Interruption.isRequested ? .negative : .success
}
