using XenApi.Core.Declarations;

namespace XenApi.Core.Model;

/// <summary>What can be done with a machine; those of XAPI that this server has.</summary>
[XenEnum("vm_operations", "What can be done with a machine.")]
public enum VmOperations
{
    /// <summary>To start it.</summary>
    [Wire("start", Since = ApiVersion.Xapi)] Start,

    /// <summary>To stop its virtual CPUs.</summary>
    [Wire("pause", Since = ApiVersion.Xapi)] Pause,

    /// <summary>To let its virtual CPUs run on.</summary>
    [Wire("unpause", Since = ApiVersion.Xapi)] Unpause,

    /// <summary>To keep its memory and end its domain.</summary>
    [Wire("suspend", Since = ApiVersion.Xapi)] Suspend,

    /// <summary>To give it its memory back.</summary>
    [Wire("resume", Since = ApiVersion.Xapi)] Resume,

    /// <summary>To ask its guest to turn off.</summary>
    [Wire("clean_shutdown", Since = ApiVersion.Xapi)] CleanShutdown,

    /// <summary>To ask its guest to start anew.</summary>
    [Wire("clean_reboot", Since = ApiVersion.Xapi)] CleanReboot,

    /// <summary>To end it whatever its guest does.</summary>
    [Wire("hard_shutdown", Since = ApiVersion.Xapi)] HardShutdown,

    /// <summary>To end it and start it again.</summary>
    [Wire("hard_reboot", Since = ApiVersion.Xapi)] HardReboot,

    /// <summary>To take it to another host.</summary>
    [Wire("pool_migrate", Since = ApiVersion.Xapi)] PoolMigrate,

    /// <summary>To send its guest a system request key.</summary>
    [Wire("send_sysrq", Since = ApiVersion.Xapi)] SendSysrq,

    /// <summary>To press one of its buttons.</summary>
    [Wire("send_trigger", Since = ApiVersion.Xapi)] SendTrigger,

    /// <summary>To copy it.</summary>
    [Wire("clone", Since = ApiVersion.Xapi)] Clone,

    /// <summary>To remove it.</summary>
    [Wire("destroy", Since = ApiVersion.Xapi)] Destroy,
}
