// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

public import CQuantaCore
internal import Decoding

/// The number of decoders.
@c @implementation
public func qk_decoderCount() -> Int { Decoders.all.count }

/// The name of a decoder.
@c @implementation
public func qk_decoderName(
  _ index: Int, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int,
  _ length: UnsafeMutablePointer<Int>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    unsafe try store(text: try family(index).name, in: buffer, capacity, length)
  }
}

/// What a decoder is, and how it is set.
@c @implementation
public func qk_decoderHelp(
  _ index: Int, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int,
  _ length: UnsafeMutablePointer<Int>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    let family = try family(index)
    let lines =
      [family.summary]
      + family.settings.map { "\($0.name)\t\($0.standard)\t\($0.range)\t\($0.summary)" }
    unsafe try store(text: lines.joined(separator: "\n"), in: buffer, capacity, length)
  }
}

/// Prepares a decoder for a model.
@c @implementation
public func qk_compile(
  _ model: QKModel, _ specification: UnsafePointer<CChar>?,
  _ decoder: UnsafeMutablePointer<QKDecoder>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    let model = try Handles.model(model)
    let wanted = unsafe try text(specification, "specification")
    unsafe try store(newItemIn: decoder, "decoder") { () throws(ForeignError) in
      do throws(DecodingError) {
        let specified = try Decoders.named(wanted)
        return .decoder(
          PreparedDecoder(
            specification: specified.specification,
            compiled: try specified.decoder.compile(model)))
      } catch {
        throw ForeignError(error)
      }
    }
  }
}

/// The full specification of a decoder.
@c @implementation
public func qk_decoderSpecification(
  _ decoder: QKDecoder, _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int,
  _ length: UnsafeMutablePointer<Int>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    let decoder = try Handles.decoder(decoder)
    unsafe try store(text: decoder.specification, in: buffer, capacity, length)
  }
}

/// Makes the working memory for one thread.
@c @implementation
public func qk_makeEngine(
  _ decoder: QKDecoder, _ engine: UnsafeMutablePointer<QKEngine>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    let decoder = try Handles.decoder(decoder)
    unsafe try store(newItemIn: engine, "engine") { () throws(ForeignError) in
      .engine(SharedEngine(decoder))
    }
  }
}

/// What an engine can do.
@c @implementation
public func qk_engineAbilities(
  _ engine: QKEngine, _ abilities: UnsafeMutablePointer<UInt32>?
) -> QKStatus {
  answer { () throws(ForeignError) in
    unsafe try store(try Handles.engine(engine).abilities, in: abilities, "abilities")
  }
}

private func family(_ index: Int) throws(ForeignError) -> DecoderFamily {
  guard Decoders.all.indices.contains(index) else {
    throw ForeignError(
      .badArgument, "There is no decoder \(index); indices are below \(Decoders.all.count).")
  }
  return Decoders.all[index]
}
