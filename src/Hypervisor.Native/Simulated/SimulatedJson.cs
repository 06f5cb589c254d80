using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hypervisor.Native.Simulated;

/// <summary>How the simulation reads and writes JSON: a member that it does not know is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    UseStringEnumConverter = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(SimulatedWorld))]
[JsonSerializable(typeof(LivingDomain))]
[JsonSerializable(typeof(PoolConfig))]
[JsonSerializable(typeof(StoredBridges))]
[JsonSerializable(typeof(StoredHost))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(SavedDomain))]
internal sealed partial class SimulatedJson : JsonSerializerContext;
