namespace XenApi.Core.Model;

/// <summary>A field that refers to objects of another class, and the inverse set there that mirrors it.</summary>
/// <param name="Field">The property's wire name or, where it is no field, its name.</param>
/// <param name="Target">The class referred to, by its place in the model.</param>
/// <param name="Link">The place of the inverse set in the target; -1 where there is none.</param>
/// <param name="IsBound">Whether the inverse set is a field of the API, so that a change of it is news.</param>
/// <param name="IsSame">Whether the field holds the same in two versions of an object.</param>
/// <param name="One">Reads the reference, where the field holds one.</param>
/// <param name="Many">Reads the references, where the field holds a set.</param>
public sealed record XenReference(
    string Field,
    int Target,
    int Link,
    bool IsBound,
    Func<XenObject, XenObject, bool> IsSame,
    Func<XenObject, Guid?>? One,
    Func<XenObject, IEnumerable<Guid>>? Many);
