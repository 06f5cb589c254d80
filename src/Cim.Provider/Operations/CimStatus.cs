namespace Cim.Provider.Operations;

/// <summary>Why an operation failed (DSP0200 §7.5.1, the status codes of CIM).</summary>
public enum CimStatus
{
    /// <summary>A failure that has no code of its own.</summary>
    Failed = 1,

    /// <summary>The account may not.</summary>
    AccessDenied = 2,

    /// <summary>There is no such namespace.</summary>
    InvalidNamespace = 3,

    /// <summary>A parameter is missing, unknown, given twice or of a wrong value.</summary>
    InvalidParameter = 4,

    /// <summary>There is no such class.</summary>
    InvalidClass = 5,

    /// <summary>There is no such object.</summary>
    NotFound = 6,

    /// <summary>The operation is not there for this object.</summary>
    NotSupported = 7,

    /// <summary>The class has subclasses.</summary>
    ClassHasChildren = 8,

    /// <summary>The class has instances.</summary>
    ClassHasInstances = 9,

    /// <summary>There is no such superclass.</summary>
    InvalidSuperclass = 10,

    /// <summary>There is such an object already.</summary>
    AlreadyExists = 11,

    /// <summary>There is no such property.</summary>
    NoSuchProperty = 12,

    /// <summary>A value is not of the type that is wanted: said by SetProperty only.</summary>
    TypeMismatch = 13,

    /// <summary>The query language is not known.</summary>
    QueryLanguageNotSupported = 14,

    /// <summary>The query makes no sense in its language.</summary>
    InvalidQuery = 15,

    /// <summary>The method cannot be called.</summary>
    MethodNotAvailable = 16,

    /// <summary>There is no such method.</summary>
    MethodNotFound = 17,

    /// <summary>The namespace is not empty.</summary>
    NamespaceNotEmpty = 20,

    /// <summary>There is no such enumeration, or no longer.</summary>
    InvalidEnumerationContext = 21,

    /// <summary>The time-out that is asked for cannot be given.</summary>
    InvalidOperationTimeout = 22,

    /// <summary>The pull was given up.</summary>
    PullHasBeenAbandoned = 23,

    /// <summary>The enumeration cannot be closed now.</summary>
    PullCannotBeAbandoned = 24,

    /// <summary>Filters are not there for enumerations of this class.</summary>
    FilteredEnumerationNotSupported = 25,

    /// <summary>Going on after an error is not supported.</summary>
    ContinuationOnErrorNotSupported = 26,

    /// <summary>A limit of the server is reached.</summary>
    ServerLimitsExceeded = 27,

    /// <summary>The server stops.</summary>
    ServerIsShuttingDown = 28,

    /// <summary>The query wants what is not served of its language.</summary>
    QueryFeatureNotSupported = 29,
}
