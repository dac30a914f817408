// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CircuitModel
public import Decoding
public import StabilizerSimulation
public import StrictJSON

/// A circuit to sample, and the decoder that is to predict its observables.
public struct CollectionTask: Sendable {
  /// The noisy circuit.
  public var circuit: Circuit
  /// The name of the decoder.
  public var decoder: String
  /// What describes the task to people and plots.
  public var metadata: JSON
  /// What messages call the task.
  public var name: String
  /// The file that holds the circuit, if one does: faults of the circuit are told as the file's.
  public var path: String?
  /// The side information that the decoder is given with each shot, as far as the circuit brings it.
  ///
  /// What is withheld counts as noise that strikes unannounced. Only `collect` uses any: streams, rare events and
  /// comparisons of decoders work on a model, in which all noise is unannounced.
  public var usesInformation = SideInformationKinds.all
  /// The parts that the decoder decodes one after another; empty if it takes the model as one.
  public var stages: [DecodingStage] = []

  /// The side information that the circuit brings and the decoder is given.
  var usedInformation: SideInformationKinds {
    usesInformation.isEmpty
      ? [] : circuit.sideInformationKinds.intersection(usesInformation)
  }

  /// Chooses the side information that the decoder is given, and says so in metadata and name.
  ///
  /// The metadata gain `heralds` and `readings`, `used` or `withheld`, as far as the circuit brings them.
  public mutating func use(_ kinds: SideInformationKinds) {
    usesInformation = kinds
    guard var object = metadata.objectValue else { return }
    let brought = circuit.sideInformationKinds
    for (kind, key) in [(SideInformationKinds.heralds, "heralds"), (.readings, "readings")]
    where brought.contains(kind) {
      let word = kinds.contains(kind) ? "used" : "withheld"
      object[key] = .string(word)
      name += " \(key) \(word)"
    }
    metadata = .object(object)
  }

  /// Makes a task.
  public init(
    circuit: Circuit, decoder: String, metadata: JSON, name: String, path: String? = nil
  ) {
    self.circuit = circuit
    self.decoder = decoder
    self.metadata = metadata
    self.name = name
    self.path = path
  }
}

extension CollectionTask {
  /// What tables call the decoder: its name, and that it works in stages if it does.
  public var decoderTitle: String { stages.isEmpty ? decoder : "staged \(decoder)" }

  /// The digest that identifies a task, as sinter 1.16 computes it.
  ///
  /// SHA-256 over a JSON object of the circuit's text, the decoder's name, the text of the model that the
  /// decoder is given, and the metadata in their own order; no postselection. Stim's models differ from
  /// ours in the last digits of probabilities, and so do the digests; tables merge all the same.
  ///
  /// - Parameter model: The model that the decoder is given.
  /// - Returns: 64 hexadecimal digits.
  public func strongID(model: DetectorErrorModel) -> String {
    let value: JSON = [
      "circuit": .string(lines(circuit.description)), "decoder": .string(decoderTitle),
      "decoder_error_model": .string(lines(model.description)), "postselection_mask": nil,
      "json_metadata": metadata,
    ]
    let text = value.text(.init(isASCII: true, comma: ", ", colon: ": "))
    return hexadecimalSHA256(Array(text.utf8))
  }

  /// A text without the end of its last line.
  private func lines(_ text: String) -> String {
    text.hasSuffix("\n") ? String(text.dropLast()) : text
  }

  /// The metadata that a file name spells: `folder/d=5,p=0.001,x=abc.stim` gives d, p and x.
  ///
  /// The meaning of sinter's `comma_separated_key_values`: whole numbers and numbers are read as such.
  ///
  /// - Parameter path: The path of a circuit.
  /// - Returns: An object with a member for each term.
  /// - Throws: `SamplingError` if the name has another form.
  public static func metadata(fromPath path: String) throws(SamplingError) -> JSON {
    var name = path[...]
    if let slash = name.lastIndex(of: "/") { name = name[name.index(after: slash)...] }
    if let dot = name.lastIndex(of: ".") { name = name[..<dot] }
    var object = JSON.Object()
    for term in name.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = term.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw SamplingError(
          .task, "The file's name must be like d=5,p=0.001.stim to give metadata.", path: path)
      }
      let text = String(parts[1])
      let isNumeric = text.utf8.allSatisfy { (0x2B...0x39).contains($0) || $0 | 0x20 == 0x65 }
      if let value = Int64(text), isNumeric {
        object[String(parts[0])] = .integer(value)
      } else if isNumeric, let value = Double(text), value.isFinite {
        object[String(parts[0])] = .number(value)
      } else {
        object[String(parts[0])] = .string(text)
      }
    }
    return .object(object)
  }
}
