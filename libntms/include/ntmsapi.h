/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ntmsapi.h - removable media management: libraries, media, pools, operators
 *
 * The calls, records and error codes of the Windows Removable Storage Manager
 * (NTMS, RSM) for programs on Linux.  Link with -lntms.
 *
 * Text: the A calls take UTF-8, the W calls take WCHAR, which is wchar_t, so
 * that L"..." works.  The names without suffix are the W ones where UNICODE is
 * defined and the A ones elsewhere.  Where WCHAR has two bytes, under
 * -fshort-wchar or with NTMS_WCHAR16 defined (WCHAR is then char16_t, for
 * u"..."), the W calls are bound to the entry points named ..._u16, whose
 * records have the Windows layout.
 *
 * Times are UTC.  Time limits are milliseconds, INFINITE waits for ever.
 * DWORD is 32 bits wide and so has to be printed with %u, not with %lu.
 *
 * Next to Winelib or the Windows headers this header takes all base types from
 * there.  <sqltypes.h> of unixODBC must be included first.
 */
#ifndef _NTMSAPI_H
#define _NTMSAPI_H

#include <stddef.h>
#include <stdint.h>

#pragma pack(push, 8)

/*
 * Base types
 */

#if defined(_WIN32) || defined(_WINDEF_) || defined(__WINE__)

#include <windows.h>
#include <winioctl.h>

#if !defined(WINE_UNICODE_NATIVE) && !defined(NTMS_WCHAR16)
#define NTMS_WCHAR16
#endif

#else /* no Windows headers */

#ifdef __SQLTYPES_H

/* unixODBC has defined the common types; its WCHAR is mostly a short. */
#ifndef SQL_WCHART_CONVERT
#ifndef NTMS_WCHAR16
#define NTMS_WCHAR16
#endif
#endif

#else

typedef int BOOL;
typedef unsigned char BYTE;
typedef uint16_t WORD;
typedef uint32_t DWORD;
typedef uint32_t ULONG;
typedef char CHAR;
#ifdef NTMS_WCHAR16
#ifdef __cplusplus
typedef char16_t WCHAR;
#else
typedef __CHAR16_TYPE__ WCHAR;
#endif
#else
typedef wchar_t WCHAR;
#endif
#ifdef UNICODE
typedef WCHAR TCHAR;
#else
typedef char TCHAR;
#endif
typedef CHAR *LPSTR;
typedef const CHAR *LPCSTR;
typedef WCHAR *LPWSTR;
typedef const WCHAR *LPCWSTR;
typedef TCHAR *LPTSTR;
typedef DWORD *LPDWORD;
typedef void *HWND;

#endif /* __SQLTYPES_H */

typedef int INT;
typedef int32_t LONG;
typedef int64_t LONGLONG;
typedef uintptr_t ULONG_PTR;
typedef void *PVOID;
typedef void *LPVOID;
typedef void *HANDLE;
typedef HANDLE *LPHANDLE;
typedef const TCHAR *LPCTSTR;

#ifndef GUID_DEFINED
#define GUID_DEFINED
typedef struct _GUID {
	uint32_t Data1;
	uint16_t Data2;
	uint16_t Data3;
	uint8_t Data4[8];
} GUID;
#define NTMS_OWN_GUID
#endif
typedef GUID *LPGUID;

typedef struct _SYSTEMTIME {
	WORD wYear;
	WORD wMonth;			/* 1 to 12 */
	WORD wDayOfWeek;		/* 0 is Sunday */
	WORD wDay;			/* 1 to 31 */
	WORD wHour;
	WORD wMinute;
	WORD wSecond;
	WORD wMilliseconds;
} SYSTEMTIME, *LPSYSTEMTIME;

typedef struct _FILETIME {
	DWORD dwLowDateTime;
	DWORD dwHighDateTime;
} FILETIME, *LPFILETIME;

/* 32-bit targets align 64-bit members to four bytes, Windows never does. */
typedef union _LARGE_INTEGER {
	__extension__ struct {
		DWORD LowPart;
		LONG HighPart;
	};
	struct {
		DWORD LowPart;
		LONG HighPart;
	} u;
	LONGLONG QuadPart __attribute__((aligned(8)));
} LARGE_INTEGER;

typedef DWORD SECURITY_INFORMATION;
typedef void *PSECURITY_DESCRIPTOR;	/* self-relative */

typedef struct _SECURITY_ATTRIBUTES {
	DWORD nLength;
	LPVOID lpSecurityDescriptor;
	BOOL bInheritHandle;
} SECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;

#ifndef WINAPI
#define WINAPI
#endif
#ifndef CALLBACK
#define CALLBACK
#endif
#ifndef TRUE
#define TRUE			1
#endif
#ifndef FALSE
#define FALSE			0
#endif
#ifndef TEXT
#ifdef UNICODE
#ifdef NTMS_WCHAR16
#define NTMS_TEXT(quote)	u##quote
#else
#define NTMS_TEXT(quote)	L##quote
#endif
#else
#define NTMS_TEXT(quote)	quote
#endif
#define TEXT(quote)		NTMS_TEXT(quote)
#endif
#define INFINITE		0xffffffffU
#define INVALID_HANDLE_VALUE	((HANDLE)(intptr_t)-1)
#ifndef MAX_PATH
#define MAX_PATH		260
#endif
#ifndef MAX_COMPUTERNAME_LENGTH
#define MAX_COMPUTERNAME_LENGTH	15
#endif

/* Rights that every kind of object knows. */
#define DELETE				0x00010000U	/* delete the object */
#define READ_CONTROL			0x00020000U	/* read the descriptor */
#define WRITE_DAC			0x00040000U	/* change the DACL */
#define WRITE_OWNER			0x00080000U	/* change the owner */
#define SYNCHRONIZE			0x00100000U	/* wait for the object */
#define STANDARD_RIGHTS_REQUIRED	0x000f0000U	/* all of the above but SYNCHRONIZE */
#define ACCESS_SYSTEM_SECURITY		0x01000000U	/* the SACL */
#define MAXIMUM_ALLOWED			0x02000000U	/* whatever is granted */
#define GENERIC_READ			0x80000000U	/* see NTMS_GENERIC_READ */
#define GENERIC_WRITE			0x40000000U	/* see NTMS_GENERIC_WRITE */
#define GENERIC_EXECUTE			0x20000000U	/* see NTMS_GENERIC_EXECUTE */
#define GENERIC_ALL			0x10000000U	/* see NTMS_GENERIC_ALL */

/* Parts of a security descriptor: SECURITY_INFORMATION. */
#define OWNER_SECURITY_INFORMATION	0x00000001U	/* the owner */
#define GROUP_SECURITY_INFORMATION	0x00000002U	/* the group */
#define DACL_SECURITY_INFORMATION	0x00000004U	/* the access list */
#define SACL_SECURITY_INFORMATION	0x00000008U	/* the audit list */

/* Head of a security descriptor; the length is that of the absolute form. */
#define SECURITY_DESCRIPTOR_REVISION	1
#define SECURITY_DESCRIPTOR_MIN_LENGTH	(sizeof(void *) == 8 ? 40 : 20)
#define SE_OWNER_DEFAULTED		0x0001
#define SE_GROUP_DEFAULTED		0x0002
#define SE_DACL_PRESENT			0x0004
#define SE_DACL_DEFAULTED		0x0008
#define SE_SACL_PRESENT			0x0010
#define SE_SACL_DEFAULTED		0x0020
#define SE_SELF_RELATIVE		0x8000

/* DeviceType of drive, robot and media types. */
#define FILE_DEVICE_CD_ROM		0x02
#define FILE_DEVICE_DISK		0x07
#define FILE_DEVICE_TAPE		0x1f
#define FILE_DEVICE_CHANGER		0x30
#define FILE_DEVICE_DVD			0x33
#define FILE_DEVICE_MASS_STORAGE	0x2d

/* MediaType of a type of media. */
typedef enum _STORAGE_MEDIA_TYPE {
	DDS_4mm			= 0x20,		/* Tape, DAT/DDS */
	MiniQic			= 0x21,		/* Tape, MiniQIC */
	Travan			= 0x22,		/* Tape, Travan */
	QIC			= 0x23,		/* Tape, QIC */
	MP_8mm			= 0x24,		/* Tape, 8 mm metal particle */
	AME_8mm			= 0x25,		/* Tape, 8 mm advanced metal evaporated */
	AIT1_8mm		= 0x26,		/* Tape, Sony AIT-1 */
	DLT			= 0x27,		/* Tape, DLT */
	NCTP			= 0x28,		/* Tape, Philips NCTP */
	IBM_3480		= 0x29,		/* Tape, IBM 3480 */
	IBM_3490E		= 0x2a,		/* Tape, IBM 3490E */
	IBM_Magstar_3590	= 0x2b,		/* Tape, IBM 3590 */
	IBM_Magstar_MP		= 0x2c,		/* Tape, IBM Magstar MP */
	STK_DATA_D3		= 0x2d,		/* Tape, STK D3 */
	SONY_DTF		= 0x2e,		/* Tape, Sony DTF */
	DV_6mm			= 0x2f,		/* Tape, 6 mm DV */
	DMI			= 0x30,		/* Tape, Exabyte DMI */
	SONY_D2			= 0x31,		/* Tape, Sony D2 */
	CLEANER_CARTRIDGE	= 0x32,		/* Cleaner cartridge (any drive kind) */
	CD_ROM			= 0x33,		/* Optical, CD */
	CD_R			= 0x34,		/* Optical, CD-R */
	CD_RW			= 0x35,		/* Optical, CD-RW */
	DVD_ROM			= 0x36,		/* Optical, DVD-ROM */
	DVD_R			= 0x37,		/* Optical, DVD-R */
	DVD_RW			= 0x38,		/* Optical, DVD-RW */
	MO_3_RW			= 0x39,		/* Magneto-optical 3.5in rewritable */
	MO_5_WO			= 0x3a,		/* Magneto-optical 5.25in write once */
	MO_5_RW			= 0x3b,		/* Magneto-optical 5.25in rewritable */
	MO_5_LIMDOW		= 0x3c,		/* Magneto-optical 5.25in LIMDOW */
	PC_5_WO			= 0x3d,		/* Phase change 5.25in write once */
	PC_5_RW			= 0x3e,		/* Phase change 5.25in rewritable */
	PD_5_RW			= 0x3f,		/* Phase change dual rewritable */
	ABL_5_WO		= 0x40,		/* Ablative 5.25in write once */
	PINNACLE_APEX_5_RW	= 0x41,		/* Pinnacle Apex 4.6 GB */
	SONY_12_WO		= 0x42,		/* Sony 12in write once */
	PHILIPS_12_WO		= 0x43,		/* Philips/LMS 12in write once */
	HITACHI_12_WO		= 0x44,		/* Hitachi 12in write once */
	CYGNET_12_WO		= 0x45,		/* Cygnet/ATG 12in write once */
	KODAK_14_WO		= 0x46,		/* Kodak 14in write once */
	MO_NFR_525		= 0x47,		/* Near field recording */
	NIKON_12_RW		= 0x48,		/* Nikon 12in rewritable */
	IOMEGA_ZIP		= 0x49,		/* Magnetic, Zip */
	IOMEGA_JAZ		= 0x4a,		/* Magnetic, Jaz */
	SYQUEST_EZ135		= 0x4b,		/* Magnetic, EZ135 */
	SYQUEST_EZFLYER		= 0x4c,		/* Magnetic, EzFlyer */
	SYQUEST_SYJET		= 0x4d,		/* Magnetic, SyJet */
	AVATAR_F2		= 0x4e,		/* Magnetic, 2.5in cartridge */
	MP2_8mm			= 0x4f,		/* Tape, 8 mm Hitachi */
	DST_S			= 0x50,		/* Tape, Ampex DST small */
	DST_M			= 0x51,		/* Tape, Ampex DST medium */
	DST_L			= 0x52,		/* Tape, Ampex DST large */
	VXATape_1		= 0x53,		/* Tape, Ecrix VXA 1 */
	VXATape_2		= 0x54,		/* Tape, Ecrix VXA 2 */
	STK_9840		= 0x55,		/* Tape, STK 9840 */
	LTO_Ultrium		= 0x56,		/* Tape, LTO Ultrium */
	LTO_Accelis		= 0x57,		/* Tape, LTO Accelis */
	DVD_RAM			= 0x58,		/* Optical, DVD-RAM */
	AIT_8mm			= 0x59,		/* Tape, AIT-2 or later */
	ADR_1			= 0x5a,		/* Tape, OnStream ADR */
	ADR_2			= 0x5b,		/* Tape, OnStream ADR */
	STK_9940		= 0x5c,		/* Tape, STK 9940 */
	SAIT			= 0x5d,		/* Tape, SAIT */
	VXATape			= 0x5e		/* Tape, VXA */
} STORAGE_MEDIA_TYPE, *PSTORAGE_MEDIA_TYPE;

/* Results that are not particular to removable media. */
#define ERROR_SUCCESS			0	/* success */
#define NO_ERROR			0	/* success */
#define ERROR_FILE_NOT_FOUND		2	/* no such file */
#define ERROR_ACCESS_DENIED		5	/* a right is missing */
#define ERROR_INVALID_HANDLE		6	/* not a handle of the right kind */
#define ERROR_NOT_ENOUGH_MEMORY		8	/* out of memory */
#define ERROR_BAD_FORMAT		11	/* label not recognised */
#define ERROR_INVALID_DRIVE		15	/* no such drive */
#define ERROR_WRITE_PROTECT		19	/* the side is complete */
#define ERROR_NOT_READY			21	/* the service has not started yet */
#define ERROR_SHARING_VIOLATION		32	/* file in use by another process */
#define ERROR_NOT_SUPPORTED		50	/* not supported */
#define ERROR_INVALID_PARAMETER		87	/* an argument is wrong */
#define ERROR_CALL_NOT_IMPLEMENTED	120	/* the module is older than the call */
#define ERROR_INSUFFICIENT_BUFFER	122	/* buffer too small, size returned */
#define ERROR_INVALID_NAME		123	/* name malformed or too long */
#define ERROR_BUSY			170	/* in use */
#define ERROR_ALREADY_EXISTS		183	/* exists already */
#define ERROR_NO_DATA			232	/* attribute too large, or channel closed */
#define ERROR_MORE_DATA			234	/* there is more */
#define WAIT_TIMEOUT			258	/* a wait ended by its time limit */
#define ERROR_INVALID_ADDRESS		487	/* address not valid */
#define ERROR_SERVICE_NOT_ACTIVE	1062	/* service not running */
#define ERROR_NO_MEDIA_IN_DRIVE		1112	/* no medium in the drive */
#define ERROR_CONNECTION_UNAVAIL	1201	/* connection lost */
#define ERROR_INVALID_COMPUTERNAME	1210	/* computer name malformed */
#define ERROR_NO_NETWORK		1222	/* no network */
#define ERROR_CANCELLED			1223	/* cancelled */
#define ERROR_PRIVILEGE_NOT_HELD	1314	/* a privilege is missing */
#define ERROR_INVALID_SECURITY_DESCR	1338	/* security descriptor malformed */
#define ERROR_NO_SECURITY_ON_OBJECT	1350	/* object without a descriptor */
#define ERROR_TIMEOUT			1460	/* time limit reached */
#define RPC_S_NO_INTERFACES		1817	/* the server is older than the client */
#define ERROR_NOT_CONNECTED		2250	/* service not reachable */
#define ERROR_RESOURCE_NOT_AVAILABLE	5006	/* cleaner slot full or not there */
#define ERROR_INVALID_STATE		5023	/* object in the wrong state */

/* Results of removable media management. */
#define ERROR_INVALID_MEDIA			4300	/* no such medium, or media repeat */
#define ERROR_INVALID_LIBRARY			4301	/* the id names no library */
#define ERROR_INVALID_MEDIA_POOL		4302	/* the id names no suitable pool */
#define ERROR_DRIVE_MEDIA_MISMATCH		4303	/* they are in different libraries */
#define ERROR_MEDIA_OFFLINE			4304	/* the medium is in the offline library */
#define ERROR_LIBRARY_OFFLINE			4305	/* not possible on an offline library */
#define ERROR_EMPTY				4306	/* drive, slot or library holds no medium */
#define ERROR_NOT_EMPTY				4307	/* object still holds media or pools */
#define ERROR_MEDIA_UNAVAILABLE			4308	/* no medium could be allocated */
#define ERROR_RESOURCE_DISABLED			4309	/* something needed is disabled */
#define ERROR_INVALID_CLEANER			4310	/* the cartridge is no cleaner */
#define ERROR_UNABLE_TO_CLEAN			4311	/* the drive cannot be cleaned */
#define ERROR_OBJECT_NOT_FOUND			4312	/* no object with that id or name */
#define ERROR_DATABASE_FAILURE			4313	/* database unreadable or damaged */
#define ERROR_DATABASE_FULL			4314	/* database full */
#define ERROR_MEDIA_INCOMPATIBLE		4315	/* medium unfit for device or pool */
#define ERROR_RESOURCE_NOT_PRESENT		4316	/* something needed does not exist */
#define ERROR_INVALID_OPERATION			4317	/* the id names no operation of this kind */
#define ERROR_MEDIA_NOT_AVAILABLE		4318	/* the medium is disabled or in use */
#define ERROR_DEVICE_NOT_AVAILABLE		4319	/* device not connected or not usable */
#define ERROR_REQUEST_REFUSED			4320	/* the operator refused */
#define ERROR_INVALID_DRIVE_OBJECT		4321	/* the id names no drive */
#define ERROR_LIBRARY_FULL			4322	/* no free slot */
#define ERROR_MEDIUM_NOT_ACCESSIBLE		4323	/* the robot cannot reach the medium */
#define ERROR_UNABLE_TO_LOAD_MEDIUM		4324	/* the drive could not load the medium */
#define ERROR_UNABLE_TO_INVENTORY_DRIVE		4325	/* status of a drive not available */
#define ERROR_UNABLE_TO_INVENTORY_SLOT		4326	/* status of a slot not available */
#define ERROR_UNABLE_TO_INVENTORY_TRANSPORT	4327	/* status of the robot not available */
#define ERROR_TRANSPORT_FULL			4328	/* the robot already holds a medium */
#define ERROR_CONTROLLING_IEPORT		4329	/* the port could not be operated */
#define ERROR_UNABLE_TO_EJECT_MOUNTED_MEDIA	4330	/* the medium is mounted */
#define ERROR_CLEANER_SLOT_SET			4331	/* a cleaner slot is already reserved */
#define ERROR_CLEANER_SLOT_NOT_SET		4332	/* no cleaner slot is reserved */
#define ERROR_CLEANER_CARTRIDGE_SPENT		4333	/* the cleaner is used up */
#define ERROR_UNEXPECTED_OMID			4334	/* not the label on record */
#define ERROR_CANT_DELETE_LAST_ITEM		4335	/* the last one cannot be deleted */
#define ERROR_MESSAGE_EXCEEDS_MAX_SIZE		4336	/* message too long */
#define ERROR_VOLUME_CONTAINS_SYS_FILES		4337	/* the volume holds system files */
#define ERROR_INDIGENOUS_TYPE			4338	/* a drive of the library needs the type */
#define ERROR_NO_SUPPORTING_DRIVES		4339	/* no drive supports the type */
#define ERROR_CLEANER_CARTRIDGE_INSTALLED	4340	/* a cleaner is installed */
#define ERROR_IEPORT_FULL			4341	/* the port is full */

/* Neighbours of these that no call returns. */
#define ERROR_FILE_OFFLINE			4350
#define ERROR_REMOTE_STORAGE_NOT_ACTIVE		4351
#define ERROR_REMOTE_STORAGE_MEDIA_ERROR	4352
#define ERROR_NOT_A_REPARSE_POINT		4390
#define ERROR_REPARSE_ATTRIBUTE_CONFLICT	4391
#define ERROR_INVALID_REPARSE_DATA		4392
#define ERROR_REPARSE_TAG_INVALID		4393
#define ERROR_REPARSE_TAG_MISMATCH		4394

#endif /* no Windows headers */

/* The logical medium exists, but its side is missing or in no state to have one. */
#ifndef ERROR_INVALID_PARTITION
#define ERROR_INVALID_PARTITION			0x200010CCU
#endif

/*
 * Identifiers
 */

typedef GUID NTMS_GUID;
typedef GUID *LPNTMS_GUID;
typedef ULONG_PTR NTMS_HANDLE;
typedef BYTE *PSECURITY_DESCRIPTOR_NTMS;

/* Initialiser of an NTMS_GUID that names nothing. */
#define NTMS_NULLGUID	{ 0, 0, 0, { 0, 0, 0, 0, 0, 0, 0, 0 } }

/* True if the NTMS_GUID variable @id names nothing. */
#define NTMS_IS_NULLGUID(id) \
	((id).Data1 == 0 && (id).Data2 == 0 && (id).Data3 == 0 && \
	 (id).Data4[0] == 0 && (id).Data4[1] == 0 && \
	 (id).Data4[2] == 0 && (id).Data4[3] == 0 && \
	 (id).Data4[4] == 0 && (id).Data4[5] == 0 && \
	 (id).Data4[6] == 0 && (id).Data4[7] == 0)

#if defined(__cplusplus) && defined(NTMS_OWN_GUID)
inline bool operator==(const GUID &a, const GUID &b)
{
	return __builtin_memcmp(&a, &b, sizeof(GUID)) == 0;
}

inline bool operator!=(const GUID &a, const GUID &b)
{
	return !(a == b);
}
#endif

/*
 * Limits
 */

/* Array sizes of the text members, in characters with the terminator. */
#define NTMS_OBJECTNAME_LENGTH		64	/* szName */
#define NTMS_DESCRIPTION_LENGTH		127	/* szDescription */
#define NTMS_DEVICENAME_LENGTH		64	/* szDeviceName */
#define NTMS_SERIALNUMBER_LENGTH	32	/* szSerialNumber */
#define NTMS_REVISION_LENGTH		32	/* szRevision */
#define NTMS_BARCODE_LENGTH		64	/* szBarCode */
#define NTMS_SEQUENCE_LENGTH		32	/* szSequenceNumber */
#define NTMS_VENDORNAME_LENGTH		128	/* szVendor */
#define NTMS_PRODUCTNAME_LENGTH		128	/* szProduct */
#define NTMS_USERNAME_LENGTH		64	/* szUser */
#define NTMS_APPLICATIONNAME_LENGTH	64	/* szApplication */
#define NTMS_COMPUTERNAME_LENGTH	64	/* szComputer */
#define NTMS_I1_MESSAGE_LENGTH		127	/* szMessage, version 1 */
#define NTMS_MESSAGE_LENGTH		256	/* szMessage */
#define NTMS_POOLHIERARCHY_LENGTH	512	/* path of a media pool */
#define NTMS_OMIDLABELID_LENGTH		255	/* OmidLabelId, in bytes */
#define NTMS_OMIDLABELTYPE_LENGTH	64	/* szOmidLabelType */
#define NTMS_OMIDLABELINFO_LENGTH	256	/* szOmidLabelInfo */

/* Attributes of objects. */
#define NTMS_MAXATTR_LENGTH		65536	/* the data must be shorter */
#define NTMS_MAXATTR_NAMELEN		32	/* name with its terminator */

/* labelType of UpdateNtmsOmidInfo. */
#define NTMS_OMID_TYPE_RAW_LABEL	1	/* the label as written to the medium */
#define NTMS_OMID_TYPE_FILESYSTEM_INFO	2	/* an NTMS_FILESYSTEM_INFO */

/*
 * Enumerations: members and arguments that take them are DWORDs
 */

/* Types of objects: dwType of most calls and records. */
enum NtmsObjectsTypes {
	NTMS_UNKNOWN			= 0,	/* none; to Get: find it out */
	NTMS_OBJECT			= 1,	/* any object */
	NTMS_CHANGER			= 2,	/* robot of a library */
	NTMS_CHANGER_TYPE		= 3,	/* make and model of robots */
	NTMS_COMPUTER			= 4,	/* the service itself and its policy */
	NTMS_DRIVE			= 5,	/* drive of a library */
	NTMS_DRIVE_TYPE			= 6,	/* make and model of drives */
	NTMS_IEDOOR			= 7,	/* access door of a library */
	NTMS_IEPORT			= 8,	/* insert/eject port (mail slot) */
	NTMS_LIBRARY			= 9,	/* robot, stand-alone drive or shelf */
	NTMS_LIBREQUEST			= 10,	/* work item of a library */
	NTMS_LOGICAL_MEDIA		= 11,	/* allocation given to an application */
	NTMS_MEDIA_POOL			= 12,	/* pool of media or of pools */
	NTMS_MEDIA_TYPE			= 13,	/* type of media, such as LTO or CD-R */
	NTMS_PARTITION			= 14,	/* one side of a physical medium */
	NTMS_PHYSICAL_MEDIA		= 15,	/* cartridge or disc */
	NTMS_STORAGESLOT		= 16,	/* storage slot of a library */
	NTMS_OPREQUEST			= 17,	/* request to the operator */
	NTMS_UI_DESTINATION		= 18,	/* where messages about an object go; internal */
	NTMS_NUMBER_OF_OBJECT_TYPES	= 19	/* bound of the types, not a type */
};

/* dwOperationalState of every object. */
enum NtmsOperationalState {
	NTMS_READY		= 0,	/* usable */
	NTMS_INITIALIZING	= 10,	/* starting up */
	NTMS_NEEDS_SERVICE	= 20,	/* failed */
	NTMS_NOT_PRESENT	= 21	/* known, but absent */
};

/* dwOptions of OpenNtmsSession; accepted and ignored. */
enum NtmsSessionOptions {
	NTMS_SESSION_QUERYEXPEDITE	= 1	/* favour the queries of this session */
};

/* dwOptions of MountNtmsMedia. */
enum NtmsMountOptions {
	NTMS_MOUNT_READ				= 0x01,	/* for reading */
	NTMS_MOUNT_WRITE			= 0x02,	/* for writing */
	NTMS_MOUNT_ERROR_NOT_AVAILABLE		= 0x04,	/* fail at once when something is busy */
	NTMS_MOUNT_ERROR_IF_UNAVAILABLE		= 0x04,	/* the same */
	NTMS_MOUNT_ERROR_OFFLINE		= 0x08,	/* fail rather than ask the operator */
	NTMS_MOUNT_ERROR_IF_OFFLINE		= 0x08,	/* the same */
	NTMS_MOUNT_SPECIFIC_DRIVE		= 0x10,	/* lpDriveId names the drives to use */
	NTMS_MOUNT_NOWAIT			= 0x20	/* queue and return */
};

/* dwPriority of MountNtmsMedia: any value from LOWEST to HIGHEST. */
enum NtmsMountPriority {
	NTMS_PRIORITY_DEFAULT	= 0,	/* as NORMAL */
	NTMS_PRIORITY_HIGHEST	= 15,	/* top of the range */
	NTMS_PRIORITY_HIGH	= 7,	/* time-critical */
	NTMS_PRIORITY_NORMAL	= 0,	/* ordinary */
	NTMS_PRIORITY_LOW	= -7,	/* background */
	NTMS_PRIORITY_LOWEST	= -15	/* bottom of the range */
};

/* dwOptions of DismountNtmsMedia. */
enum NtmsDismountOptions {
	NTMS_DISMOUNT_DEFERRED		= 0x01,	/* leave it until the drive is needed */
	NTMS_DISMOUNT_IMMEDIATE		= 0x02	/* take it out of the drive now */
};

/* Progress of an asynchronous mount, NTMS_ASYNC_IO.dwAsyncState. */
enum NtmsAsyncStatus {
	NTMS_ASYNCSTATE_QUEUED		= 0,	/* in the queue */
	NTMS_ASYNCSTATE_WAIT_RESOURCE	= 1,	/* waits for a drive, medium or robot */
	NTMS_ASYNCSTATE_WAIT_OPERATOR	= 2,	/* waits for the operator */
	NTMS_ASYNCSTATE_INPROCESS	= 3,	/* being carried out */
	NTMS_ASYNCSTATE_COMPLETE	= 4	/* ended, see dwResult */
};

/* Kind of an asynchronous operation, NTMS_ASYNC_IO.dwOperationType. */
enum NtmsAsyncOperations {
	NTMS_ASYNCOP_MOUNT	= 1	/* a mount */
};

/* dwOptions of AllocateNtmsMedia. */
enum NtmsAllocateOptions {
	NTMS_ALLOCATE_NEW			= 0x01,	/* first side, reserve the others */
	NTMS_ALLOCATE_NEXT			= 0x02,	/* next side of the medium lpMediaId */
	NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE	= 0x04	/* fail rather than ask for media */
};

/* dwAction of CreateNtmsMediaPool. */
enum NtmsCreateOptions {
	NTMS_OPEN_EXISTING	= 1,	/* open a pool, never create it */
	NTMS_CREATE_NEW		= 2,	/* create a pool, fail if it exists */
	NTMS_OPEN_ALWAYS	= 3	/* open a pool, create it if missing */
};

/* dwOptions of CreateNtmsMedia. */
enum NtmsCreateNtmsMediaOptions {
	NTMS_ERROR_ON_DUPLICATE		= 0x01	/* fail if the label is known already */
};

/* dwOptions of EnumerateNtmsObject. */
enum NtmsEnumerateOption {
	NTMS_ENUM_DEFAULT	= 0,	/* without the root pool */
	NTMS_ENUM_ROOTPOOL	= 1	/* root pool first */
};

/* Kind of a library. */
enum NtmsLibraryType {
	NTMS_LIBRARYTYPE_UNKNOWN	= 0,	/* could not be determined */
	NTMS_LIBRARYTYPE_OFFLINE	= 1,	/* the shelf */
	NTMS_LIBRARYTYPE_ONLINE		= 2,	/* library with a robot */
	NTMS_LIBRARYTYPE_STANDALONE	= 3	/* single drive without a robot */
};

/* dwFlags of a library. */
enum NtmsLibraryFlags {
	NTMS_LIBRARYFLAG_FIXEDOFFLINE			= 0x01,	/* the offline library */
	NTMS_LIBRARYFLAG_CLEANERPRESENT			= 0x02,	/* holds a cleaner */
	NTMS_LIBRARYFLAG_AUTODETECTCHANGE		= 0x04,	/* changes of media are detected */
	NTMS_LIBRARYFLAG_IGNORECLEANERUSESREMAINING	= 0x08,	/* do not count cleanings */
	NTMS_LIBRARYFLAG_RECOGNIZECLEANERBARCODE	= 0x10	/* CLN bar codes are cleaners */
};

/* dwAction of InventoryNtmsLibrary; NONE, FAST and OMID also as a library's own method. */
enum NtmsInventoryMethod {
	NTMS_INVENTORY_NONE	= 0,	/* none when the door closes */
	NTMS_INVENTORY_FAST	= 1,	/* bar codes, else slots that became full */
	NTMS_INVENTORY_OMID	= 2,	/* read the label of every side */
	NTMS_INVENTORY_DEFAULT	= 3,	/* as the library says */
	NTMS_INVENTORY_SLOT	= 4,	/* slots only */
	NTMS_INVENTORY_STOP	= 5,	/* stop a running inventory */
	NTMS_INVENTORY_MAX	= 6	/* bound */
};

/* State of a drive. The values 3 and 4 are not in use. */
enum NtmsDriveState {
	NTMS_DRIVESTATE_DISMOUNTED	= 0,	/* no medium */
	NTMS_DRIVESTATE_MOUNTED		= 1,	/* medium inserted, not ready */
	NTMS_DRIVESTATE_LOADED		= 2,	/* medium inserted, ready for I/O */
	NTMS_DRIVESTATE_UNLOADED	= 5,	/* medium unloaded, ready to be taken out */
	NTMS_DRIVESTATE_BEING_CLEANED	= 6,	/* being cleaned */
	NTMS_DRIVESTATE_DISMOUNTABLE	= 7	/* medium inside after a deferred dismount */
};

/* Placeholder for a type of drive. */
enum NtmsDriveType {
	NTMS_UNKNOWN_DRIVE	= 0	/* not known */
};

/* State of a storage slot. */
enum NtmsSlotState {
	NTMS_SLOTSTATE_UNKNOWN		= 0,	/* not known */
	NTMS_SLOTSTATE_FULL		= 1,	/* holds a medium */
	NTMS_SLOTSTATE_EMPTY		= 2,	/* there and empty */
	NTMS_SLOTSTATE_NOTPRESENT	= 3,	/* not there, its magazine is out */
	NTMS_SLOTSTATE_NEEDSINVENTORY	= 4	/* must be inventoried again */
};

/* State of a library door. */
enum NtmsDoorState {
	NTMS_DOORSTATE_UNKNOWN	= 0,	/* not known */
	NTMS_DOORSTATE_CLOSED	= 1,	/* closed */
	NTMS_DOORSTATE_OPEN	= 2	/* open */
};

/* Position of an insert/eject port. */
enum NtmsPortPosition {
	NTMS_PORTPOSITION_UNKNOWN	= 0,	/* not known */
	NTMS_PORTPOSITION_EXTENDED	= 1,	/* out, the operator can reach it */
	NTMS_PORTPOSITION_RETRACTED	= 2	/* in */
};

/* Content of an insert/eject port. */
enum NtmsPortContent {
	NTMS_PORTCONTENT_UNKNOWN	= 0,	/* not known */
	NTMS_PORTCONTENT_FULL		= 1,	/* holds a medium */
	NTMS_PORTCONTENT_EMPTY		= 2	/* empty */
};

/* dwAction of EjectNtmsMedia and EjectNtmsCleaner, dwOptions of EjectDiskFromSADrive. */
enum NtmsEjectOperation {
	NTMS_EJECT_START	= 0,	/* start, returns the operation */
	NTMS_EJECT_STOP		= 1,	/* stop the operation */
	NTMS_EJECT_QUEUE	= 2,	/* collect media for a later START */
	NTMS_EJECT_FORCE	= 3,	/* even if in use */
	NTMS_EJECT_IMMEDIATE	= 4,	/* EjectDiskFromSADrive: wait for the end */
	NTMS_EJECT_ASK_USER	= 5	/* EjectDiskFromSADrive: ask on failure */
};

/* dwAction of InjectNtmsMedia and InjectNtmsCleaner. */
enum NtmsInjectOperation {
	NTMS_INJECT_START	= 0,	/* start, returns the operation */
	NTMS_INJECT_STOP	= 1,	/* stop the operation */
	NTMS_INJECT_RETRACT	= 2,	/* pull the port in and look */
	NTMS_INJECT_STARTMANY	= 3	/* open the port again until stopped */
};

/* Whether the bar code of a medium could be read; there is no value 0. */
enum NtmsBarCodeState {
	NTMS_BARCODESTATE_OK		= 1,	/* present and readable */
	NTMS_BARCODESTATE_UNREADABLE	= 2	/* absent or unreadable */
};

/* State of a physical medium. */
enum NtmsMediaState {
	NTMS_MEDIASTATE_IDLE		= 0,	/* in its slot, or in a drive and dismounted */
	NTMS_MEDIASTATE_INUSE		= 1,	/* an operation was accepted */
	NTMS_MEDIASTATE_MOUNTED		= 2,	/* in a drive, not ready */
	NTMS_MEDIASTATE_LOADED		= 3,	/* in a drive, ready for I/O */
	NTMS_MEDIASTATE_UNLOADED	= 4,	/* ready to leave the drive */
	NTMS_MEDIASTATE_OPERROR		= 5,	/* error that needs no operator */
	NTMS_MEDIASTATE_OPREQ		= 6	/* waits for the operator */
};

/* State of a side. */
enum NtmsPartitionState {
	NTMS_PARTSTATE_UNKNOWN		= 0,	/* not known, or new */
	NTMS_PARTSTATE_UNPREPARED	= 1,	/* waits for its free label */
	NTMS_PARTSTATE_INCOMPATIBLE	= 2,	/* unfit for the drive that had it */
	NTMS_PARTSTATE_DECOMMISSIONED	= 3,	/* retired */
	NTMS_PARTSTATE_AVAILABLE	= 4,	/* free for allocation */
	NTMS_PARTSTATE_ALLOCATED	= 5,	/* owned by an application */
	NTMS_PARTSTATE_COMPLETE		= 6,	/* owned and full, no mount for writing */
	NTMS_PARTSTATE_FOREIGN		= 7,	/* in an Unrecognized pool */
	NTMS_PARTSTATE_IMPORT		= 8,	/* in an Import pool */
	NTMS_PARTSTATE_RESERVED		= 9	/* kept for the owner of another side */
};

#define NTMS_PARTSTATE_NEW	NTMS_PARTSTATE_UNKNOWN

/* How often a type of media can be written. */
enum NtmsReadWriteCharacteristics {
	NTMS_MEDIARW_UNKNOWN		= 0,	/* not known */
	NTMS_MEDIARW_REWRITABLE		= 1,	/* any number of times */
	NTMS_MEDIARW_WRITEONCE		= 2,	/* once */
	NTMS_MEDIARW_READONLY		= 3	/* never */
};

/* Kind of a media pool. */
enum NtmsPoolType {
	NTMS_POOLTYPE_UNKNOWN		= 0,	/* not known */
	NTMS_POOLTYPE_SCRATCH		= 1,	/* Free */
	NTMS_POOLTYPE_FOREIGN		= 2,	/* Unrecognized: label of no known type */
	NTMS_POOLTYPE_IMPORT		= 3,	/* Import: known type, unknown label */
	NTMS_POOLTYPE_APPLICATION	= 1000	/* application pool */
};

/* AllocationPolicy of a media pool. */
enum NtmsAllocationPolicy {
	NTMS_ALLOCATE_FROMSCRATCH	= 0x01	/* draw media from the free pool when empty */
};

/* DeallocationPolicy of a media pool. */
enum NtmsDeallocationPolicy {
	NTMS_DEALLOCATE_TOSCRATCH	= 0x01	/* give deallocated media to the free pool */
};

/* dwMediaPoolPolicy of the computer object. */
enum NtmsMediaPoolPolicy {
	NTMS_POOLPOLICY_PURGEOFFLINESCRATCH	= 0x01,	/* forget free media once they are out */
	NTMS_POOLPOLICY_KEEPOFFLINEIMPORT	= 0x02	/* keep import media once they are out */
};

/* What a library request does. */
enum NtmsLmOperation {
	NTMS_LM_REMOVE		= 0,	/* cancel the request in WorkItemId */
	NTMS_LM_DISABLECHANGER	= 1,	/* disable the robot */
	NTMS_LM_DISABLELIBRARY	= 1,	/* disable the library */
	NTMS_LM_ENABLECHANGER	= 2,	/* enable the robot */
	NTMS_LM_ENABLELIBRARY	= 2,	/* enable the library */
	NTMS_LM_DISABLEDRIVE	= 3,	/* disable a drive */
	NTMS_LM_ENABLEDRIVE	= 4,	/* enable a drive */
	NTMS_LM_DISABLEMEDIA	= 5,	/* disable a medium */
	NTMS_LM_ENABLEMEDIA	= 6,	/* enable a medium */
	NTMS_LM_UPDATEOMID	= 7,	/* record a new label */
	NTMS_LM_INVENTORY	= 8,	/* inventory the library */
	NTMS_LM_DOORACCESS	= 9,	/* unlock the door */
	NTMS_LM_EJECT		= 10,	/* eject a medium */
	NTMS_LM_EJECTCLEANER	= 11,	/* eject the cleaner */
	NTMS_LM_INJECT		= 12,	/* take media in */
	NTMS_LM_INJECTCLEANER	= 13,	/* take a cleaner in */
	NTMS_LM_PROCESSOMID	= 14,	/* process a label that was read */
	NTMS_LM_CLEANDRIVE	= 15,	/* clean a drive */
	NTMS_LM_DISMOUNT	= 16,	/* dismount */
	NTMS_LM_MOUNT		= 17,	/* mount a side */
	NTMS_LM_WRITESCRATCH	= 18,	/* write a free label */
	NTMS_LM_CLASSIFY	= 19,	/* find the pool of a medium */
	NTMS_LM_RESERVECLEANER	= 20,	/* reserve the cleaner slot */
	NTMS_LM_RELEASECLEANER	= 21,	/* release the cleaner slot */
	NTMS_LM_MAXWORKITEM	= 22	/* bound */
};

/* State of a library request. */
enum NtmsLmState {
	NTMS_LM_QUEUED		= 0,	/* in the queue */
	NTMS_LM_INPROCESS	= 1,	/* being carried out */
	NTMS_LM_PASSED		= 2,	/* done */
	NTMS_LM_FAILED		= 3,	/* ended with dwErrorCode */
	NTMS_LM_INVALID		= 4,	/* not a valid request */
	NTMS_LM_WAITING		= 5,	/* waits for a resource */
	NTMS_LM_DEFERRED	= 6,	/* put off */
	NTMS_LM_DEFFERED	= 6,	/* old spelling */
	NTMS_LM_CANCELLED	= 7,	/* cancelled */
	NTMS_LM_STOPPED		= 8	/* stopped */
};

/* dwLibRequestFlags of the computer object. */
enum NtmsLibRequestFlags {
	NTMS_LIBREQFLAGS_NOAUTOPURGE	= 0x01,	/* keep finished requests for ever */
	NTMS_LIBREQFLAGS_NOFAILEDPURGE	= 0x02	/* keep failed requests for ever */
};

/* What an operator is asked for. */
enum NtmsOpreqCommand {
	NTMS_OPREQ_UNKNOWN		= 0,	/* not a request */
	NTMS_OPREQ_NEWMEDIA		= 1,	/* new media: pool, library */
	NTMS_OPREQ_CLEANER		= 2,	/* a cleaner: library or slot */
	NTMS_OPREQ_DEVICESERVICE	= 3,	/* service of a device: device */
	NTMS_OPREQ_MOVEMEDIA		= 4,	/* bring a medium: medium, library */
	NTMS_OPREQ_MESSAGE		= 5	/* read a message */
};

/* State of an operator request. */
enum NtmsOpreqState {
	NTMS_OPSTATE_UNKNOWN		= 0,	/* not known */
	NTMS_OPSTATE_SUBMITTED		= 1,	/* no console has read it */
	NTMS_OPSTATE_ACTIVE		= 2,	/* read by a console */
	NTMS_OPSTATE_INPROGRESS		= 3,	/* the operator works on it */
	NTMS_OPSTATE_REFUSED		= 4,	/* refused or cancelled */
	NTMS_OPSTATE_COMPLETE		= 5	/* satisfied */
};

/* dwOpRequestFlags of the computer object. */
enum NtmsOpRequestFlags {
	NTMS_OPREQFLAGS_NOAUTOPURGE	= 0x01,	/* keep finished requests for ever */
	NTMS_OPREQFLAGS_NOFAILEDPURGE	= 0x02,	/* keep refused requests for ever */
	NTMS_OPREQFLAGS_NOALERTS	= 0x10,	/* no pop-up */
	NTMS_OPREQFLAGS_NOTRAYICON	= 0x20	/* no icon */
};

/* dwType of GetNtmsUIOptions and SetNtmsUIOptions. */
enum NtmsUITypes {
	NTMS_UITYPE_INVALID	= 0,	/* not a type */
	NTMS_UITYPE_INFO	= 1,	/* information */
	NTMS_UITYPE_REQ		= 2,	/* requests that handle media */
	NTMS_UITYPE_ERR		= 3,	/* requests that report errors */
	NTMS_UITYPE_MAX		= 4	/* bound */
};

/* dwOperation of SetNtmsUIOptions. */
enum NtmsUIOperations {
	NTMS_UIDEST_ADD		= 1,	/* add a computer */
	NTMS_UIDEST_DELETE	= 2,	/* remove a computer */
	NTMS_UIDEST_DELETEALL	= 3,	/* remove all */
	NTMS_UIOPERATION_MAX	= 4	/* bound */
};

/* dwOperation of NTMS_NOTIFICATIONINFORMATION. */
enum NtmsNotificationOperations {
	NTMS_OBJ_UPDATE		= 1,	/* changed */
	NTMS_OBJ_INSERT		= 2,	/* created */
	NTMS_OBJ_DELETE		= 3,	/* deleted */
	NTMS_EVENT_SIGNAL	= 4,	/* its operation made progress */
	NTMS_EVENT_COMPLETE	= 5	/* its operation ended */
};

/* Rights on an object. */
enum NtmsAccessMask {
	NTMS_USE_ACCESS		= 0x01,	/* read it, mount it */
	NTMS_MODIFY_ACCESS	= 0x02,	/* change it */
	NTMS_CONTROL_ACCESS	= 0x04	/* inject, eject, clean, enable, disable */
};

/* What the generic rights stand for. */
#define NTMS_GENERIC_READ	NTMS_USE_ACCESS
#define NTMS_GENERIC_WRITE	(NTMS_USE_ACCESS | NTMS_MODIFY_ACCESS)
#define NTMS_GENERIC_EXECUTE	(NTMS_USE_ACCESS | NTMS_MODIFY_ACCESS | NTMS_CONTROL_ACCESS)
#define NTMS_GENERIC_ALL	(NTMS_USE_ACCESS | NTMS_MODIFY_ACCESS | NTMS_CONTROL_ACCESS)

/*
 * Records of single objects
 */

/* NTMS_LIBRARY: a robotic library, a stand-alone drive or the offline library. */
typedef struct _NTMS_LIBRARYINFORMATION {
	DWORD LibraryType;			/* NtmsLibraryType */
	NTMS_GUID CleanerSlot;			/* reserved slot, or null */
	NTMS_GUID CleanerSlotDefault;		/* preferred slot, or null */
	BOOL LibrarySupportsDriveCleaning;	/* the robot cleans drives */
	BOOL BarCodeReaderInstalled;		/* has a bar code reader */
	DWORD InventoryMethod;			/* settable: NONE, FAST or OMID */
	DWORD dwCleanerUsesRemaining;		/* settable: 0xFFFFFFFF for "do not count" */
	DWORD FirstDriveNumber;			/* number of the first drive */
	DWORD dwNumberOfDrives;			/* drives */
	DWORD FirstSlotNumber;			/* number of the first slot */
	DWORD dwNumberOfSlots;			/* slots, 0 for a stand-alone drive */
	DWORD FirstDoorNumber;			/* number of the first door */
	DWORD dwNumberOfDoors;			/* doors */
	DWORD FirstPortNumber;			/* number of the first port */
	DWORD dwNumberOfPorts;			/* ports */
	DWORD FirstChangerNumber;		/* number of the first robot */
	DWORD dwNumberOfChangers;		/* robots */
	DWORD dwNumberOfMedia;			/* media */
	DWORD dwNumberOfMediaTypes;		/* types of media */
	DWORD dwNumberOfLibRequests;		/* requests in the queue */
	GUID Reserved;				/* zero */
	BOOL AutoRecovery;			/* settable: inventory after a failed mount */
	DWORD dwFlags;				/* settable: NtmsLibraryFlags */
} NTMS_LIBRARYINFORMATION;

/* NTMS_DRIVE: a drive of a library. */
typedef struct _NTMS_DRIVEINFORMATIONA {
	DWORD Number;					/* number in the library */
	DWORD State;					/* NtmsDriveState */
	NTMS_GUID DriveType;				/* id of the NTMS_DRIVE_TYPE object */
	CHAR szDeviceName[NTMS_DEVICENAME_LENGTH];	/* path to open, such as /dev/nst0 */
	CHAR szSerialNumber[NTMS_SERIALNUMBER_LENGTH];	/* empty if it has none */
	CHAR szRevision[NTMS_REVISION_LENGTH];		/* firmware revision */
	WORD ScsiPort;					/* host adapter */
	WORD ScsiBus;					/* bus */
	WORD ScsiTarget;				/* target */
	WORD ScsiLun;					/* logical unit */
	DWORD dwMountCount;				/* mounts so far */
	SYSTEMTIME LastCleanedTs;			/* UTC, zero for never */
	NTMS_GUID SavedPartitionId;			/* side in the drive */
	NTMS_GUID Library;				/* id of the library */
	GUID Reserved;					/* zero */
	DWORD dwDeferDismountDelay;			/* settable: seconds, 300 by default */
} NTMS_DRIVEINFORMATIONA;

/* The same in wide characters. */
typedef struct _NTMS_DRIVEINFORMATIONW {
	DWORD Number;
	DWORD State;
	NTMS_GUID DriveType;
	WCHAR szDeviceName[NTMS_DEVICENAME_LENGTH];
	WCHAR szSerialNumber[NTMS_SERIALNUMBER_LENGTH];
	WCHAR szRevision[NTMS_REVISION_LENGTH];
	WORD ScsiPort;
	WORD ScsiBus;
	WORD ScsiTarget;
	WORD ScsiLun;
	DWORD dwMountCount;
	SYSTEMTIME LastCleanedTs;
	NTMS_GUID SavedPartitionId;
	NTMS_GUID Library;
	GUID Reserved;
	DWORD dwDeferDismountDelay;
} NTMS_DRIVEINFORMATIONW;

/* NTMS_DRIVE_TYPE: make and model of drives. */
typedef struct _NTMS_DRIVETYPEINFORMATIONA {
	CHAR szVendor[NTMS_VENDORNAME_LENGTH];		/* from INQUIRY */
	CHAR szProduct[NTMS_PRODUCTNAME_LENGTH];	/* from INQUIRY */
	DWORD NumberOfHeads;				/* zero */
	DWORD DeviceType;				/* FILE_DEVICE_..., also _DVD */
} NTMS_DRIVETYPEINFORMATIONA;

/* The same in wide characters. */
typedef struct _NTMS_DRIVETYPEINFORMATIONW {
	WCHAR szVendor[NTMS_VENDORNAME_LENGTH];
	WCHAR szProduct[NTMS_PRODUCTNAME_LENGTH];
	DWORD NumberOfHeads;
	DWORD DeviceType;
} NTMS_DRIVETYPEINFORMATIONW;

/* NTMS_CHANGER: the robot of a library. */
typedef struct _NTMS_CHANGERINFORMATIONA {
	DWORD Number;					/* number in the library */
	NTMS_GUID ChangerType;				/* id of the NTMS_CHANGER_TYPE object */
	CHAR szSerialNumber[NTMS_SERIALNUMBER_LENGTH];	/* empty if it has none */
	CHAR szRevision[NTMS_REVISION_LENGTH];		/* firmware revision */
	CHAR szDeviceName[NTMS_DEVICENAME_LENGTH];	/* path to open, such as /dev/sch0 */
	WORD ScsiPort;					/* host adapter */
	WORD ScsiBus;					/* bus */
	WORD ScsiTarget;				/* target */
	WORD ScsiLun;					/* logical unit */
	NTMS_GUID Library;				/* id of the library */
} NTMS_CHANGERINFORMATIONA;

/* The same in wide characters. */
typedef struct _NTMS_CHANGERINFORMATIONW {
	DWORD Number;
	NTMS_GUID ChangerType;
	WCHAR szSerialNumber[NTMS_SERIALNUMBER_LENGTH];
	WCHAR szRevision[NTMS_REVISION_LENGTH];
	WCHAR szDeviceName[NTMS_DEVICENAME_LENGTH];
	WORD ScsiPort;
	WORD ScsiBus;
	WORD ScsiTarget;
	WORD ScsiLun;
	NTMS_GUID Library;
} NTMS_CHANGERINFORMATIONW;

/* NTMS_CHANGER_TYPE: make and model of robots. */
typedef struct _NTMS_CHANGERTYPEINFORMATIONA {
	CHAR szVendor[NTMS_VENDORNAME_LENGTH];		/* from INQUIRY */
	CHAR szProduct[NTMS_PRODUCTNAME_LENGTH];	/* from INQUIRY */
	DWORD DeviceType;				/* FILE_DEVICE_CHANGER */
} NTMS_CHANGERTYPEINFORMATIONA;

/* The same in wide characters. */
typedef struct _NTMS_CHANGERTYPEINFORMATIONW {
	WCHAR szVendor[NTMS_VENDORNAME_LENGTH];
	WCHAR szProduct[NTMS_PRODUCTNAME_LENGTH];
	DWORD DeviceType;
} NTMS_CHANGERTYPEINFORMATIONW;

/* NTMS_STORAGESLOT: a storage slot. */
typedef struct _NTMS_STORAGESLOTINFORMATION {
	DWORD Number;		/* number in the library */
	DWORD State;		/* NtmsSlotState */
	NTMS_GUID Library;	/* id of the library */
} NTMS_STORAGESLOTINFORMATION;

/* NTMS_IEDOOR: a door. */
typedef struct _NTMS_IEDOORINFORMATION {
	DWORD Number;		/* number in the library */
	DWORD State;		/* NtmsDoorState */
	WORD MaxOpenSecs;	/* settable: limit before the operator is asked */
	NTMS_GUID Library;	/* id of the library */
} NTMS_IEDOORINFORMATION;

/* NTMS_IEPORT: an insert/eject port. */
typedef struct _NTMS_IEPORTINFORMATION {
	DWORD Number;		/* number in the library */
	DWORD Content;		/* NtmsPortContent */
	DWORD Position;		/* NtmsPortPosition */
	WORD MaxExtendSecs;	/* settable: limit before the operator is asked */
	NTMS_GUID Library;	/* id of the library */
} NTMS_IEPORTINFORMATION;

/* NTMS_PHYSICAL_MEDIA: a cartridge or disc. */
typedef struct _NTMS_PMIDINFORMATIONA {
	NTMS_GUID CurrentLibrary;			/* where it is */
	NTMS_GUID MediaPool;				/* pool */
	NTMS_GUID Location;				/* slot, drive or port it is in */
	DWORD LocationType;				/* type of Location */
	NTMS_GUID MediaType;				/* id of the NTMS_MEDIA_TYPE object */
	NTMS_GUID HomeSlot;				/* slot it returns to */
	CHAR szBarCode[NTMS_BARCODE_LENGTH];		/* empty if unreadable */
	DWORD BarCodeState;				/* NtmsBarCodeState */
	CHAR szSequenceNumber[NTMS_SEQUENCE_LENGTH];	/* number to write on it by hand */
	DWORD MediaState;				/* NtmsMediaState */
	DWORD dwNumberOfPartitions;			/* sides */
	DWORD dwMediaTypeCode;				/* SCSI medium type of the last mount */
	DWORD dwDensityCode;				/* SCSI density code of the last mount */
	NTMS_GUID MountedPartition;			/* side that is mounted */
} NTMS_PMIDINFORMATIONA;

/* The same in wide characters. */
typedef struct _NTMS_PMIDINFORMATIONW {
	NTMS_GUID CurrentLibrary;
	NTMS_GUID MediaPool;
	NTMS_GUID Location;
	DWORD LocationType;
	NTMS_GUID MediaType;
	NTMS_GUID HomeSlot;
	WCHAR szBarCode[NTMS_BARCODE_LENGTH];
	DWORD BarCodeState;
	WCHAR szSequenceNumber[NTMS_SEQUENCE_LENGTH];
	DWORD MediaState;
	DWORD dwNumberOfPartitions;
	DWORD dwMediaTypeCode;
	DWORD dwDensityCode;
	NTMS_GUID MountedPartition;
} NTMS_PMIDINFORMATIONW;

/* NTMS_LOGICAL_MEDIA: what an application was given by AllocateNtmsMedia. */
typedef struct _NTMS_LMIDINFORMATION {
	NTMS_GUID MediaPool;		/* pool */
	DWORD dwNumberOfPartitions;	/* sides */
} NTMS_LMIDINFORMATION;

/* NTMS_PARTITION: one side of a physical medium. */
typedef struct _NTMS_PARTITIONINFORMATIONA {
	NTMS_GUID PhysicalMedia;			/* medium it belongs to */
	NTMS_GUID LogicalMedia;				/* allocation, or null */
	DWORD State;					/* NtmsPartitionState */
	WORD Side;					/* 0 for the first, 1 for the second */
	DWORD dwOmidLabelIdLength;			/* bytes in OmidLabelId */
	BYTE OmidLabelId[NTMS_OMIDLABELID_LENGTH];	/* label id, binary */
	CHAR szOmidLabelType[NTMS_OMIDLABELTYPE_LENGTH]; /* type of the label */
	CHAR szOmidLabelInfo[NTMS_OMIDLABELINFO_LENGTH]; /* text of the label */
	DWORD dwMountCount;				/* mounts so far */
	DWORD dwAllocateCount;				/* allocations so far */
	LARGE_INTEGER Capacity;				/* bytes */
} NTMS_PARTITIONINFORMATIONA;

/* The same in wide characters. */
typedef struct _NTMS_PARTITIONINFORMATIONW {
	NTMS_GUID PhysicalMedia;
	NTMS_GUID LogicalMedia;
	DWORD State;
	WORD Side;
	DWORD dwOmidLabelIdLength;
	BYTE OmidLabelId[NTMS_OMIDLABELID_LENGTH];
	WCHAR szOmidLabelType[NTMS_OMIDLABELTYPE_LENGTH];
	WCHAR szOmidLabelInfo[NTMS_OMIDLABELINFO_LENGTH];
	DWORD dwMountCount;
	DWORD dwAllocateCount;
	LARGE_INTEGER Capacity;
} NTMS_PARTITIONINFORMATIONW;

/* NTMS_MEDIA_POOL: a pool of media or of other pools. */
typedef struct _NTMS_MEDIAPOOLINFORMATION {
	DWORD PoolType;			/* NtmsPoolType */
	NTMS_GUID MediaType;		/* settable: null for a pool of pools */
	NTMS_GUID Parent;		/* null at the top */
	DWORD AllocationPolicy;		/* settable: NtmsAllocationPolicy */
	DWORD DeallocationPolicy;	/* settable: NtmsDeallocationPolicy */
	DWORD dwMaxAllocates;		/* settable: allocations of a side, at most */
	DWORD dwNumberOfPhysicalMedia;	/* physical media */
	DWORD dwNumberOfLogicalMedia;	/* logical media */
	DWORD dwNumberOfMediaPools;	/* pools inside */
} NTMS_MEDIAPOOLINFORMATION;

/* NTMS_MEDIA_TYPE: a type of media. */
typedef struct _NTMS_MEDIATYPEINFORMATION {
	DWORD MediaType;		/* STORAGE_MEDIA_TYPE */
	DWORD NumberOfSides;		/* sides */
	DWORD ReadWriteCharacteristics;	/* NtmsReadWriteCharacteristics */
	DWORD DeviceType;		/* FILE_DEVICE_CD_ROM, _DISK or _TAPE */
} NTMS_MEDIATYPEINFORMATION;

/* NTMS_LIBREQUEST: a work item of a library. */
typedef struct _NTMS_LIBREQUESTINFORMATIONA {
	DWORD OperationCode;				/* NtmsLmOperation */
	DWORD OperationOption;				/* depends on the operation */
	DWORD State;					/* NtmsLmState */
	NTMS_GUID PartitionId;				/* side */
	NTMS_GUID DriveId;				/* drive */
	NTMS_GUID PhysMediaId;				/* medium */
	NTMS_GUID Library;				/* id of the library */
	NTMS_GUID SlotId;				/* slot */
	SYSTEMTIME TimeQueued;				/* UTC */
	SYSTEMTIME TimeCompleted;			/* UTC, zero while unfinished */
	CHAR szApplication[NTMS_APPLICATIONNAME_LENGTH]; /* who asked: application */
	CHAR szUser[NTMS_USERNAME_LENGTH];		/* who asked: user */
	CHAR szComputer[NTMS_COMPUTERNAME_LENGTH];	/* who asked: computer */
	DWORD dwErrorCode;				/* why it failed */
	NTMS_GUID WorkItemId;				/* NTMS_LM_REMOVE: the request to cancel */
	DWORD dwPriority;				/* NtmsMountPriority, signed */
} NTMS_LIBREQUESTINFORMATIONA;

/* The same in wide characters. */
typedef struct _NTMS_LIBREQUESTINFORMATIONW {
	DWORD OperationCode;
	DWORD OperationOption;
	DWORD State;
	NTMS_GUID PartitionId;
	NTMS_GUID DriveId;
	NTMS_GUID PhysMediaId;
	NTMS_GUID Library;
	NTMS_GUID SlotId;
	SYSTEMTIME TimeQueued;
	SYSTEMTIME TimeCompleted;
	WCHAR szApplication[NTMS_APPLICATIONNAME_LENGTH];
	WCHAR szUser[NTMS_USERNAME_LENGTH];
	WCHAR szComputer[NTMS_COMPUTERNAME_LENGTH];
	DWORD dwErrorCode;
	NTMS_GUID WorkItemId;
	DWORD dwPriority;
} NTMS_LIBREQUESTINFORMATIONW;

/* NTMS_OPREQUEST: a request to the operator. */
typedef struct _NTMS_OPREQUESTINFORMATIONA {
	DWORD Request;					/* NtmsOpreqCommand */
	SYSTEMTIME Submitted;				/* UTC */
	DWORD State;					/* NtmsOpreqState */
	CHAR szMessage[NTMS_MESSAGE_LENGTH];		/* text for the operator */
	DWORD Arg1Type;					/* type of Arg1 */
	NTMS_GUID Arg1;					/* depends on Request */
	DWORD Arg2Type;					/* type of Arg2 */
	NTMS_GUID Arg2;					/* depends on Request */
	CHAR szApplication[NTMS_APPLICATIONNAME_LENGTH]; /* who asked: application */
	CHAR szUser[NTMS_USERNAME_LENGTH];		/* who asked: user */
	CHAR szComputer[NTMS_COMPUTERNAME_LENGTH];	/* who asked: computer */
} NTMS_OPREQUESTINFORMATIONA;

/* The same in wide characters. */
typedef struct _NTMS_OPREQUESTINFORMATIONW {
	DWORD Request;
	SYSTEMTIME Submitted;
	DWORD State;
	WCHAR szMessage[NTMS_MESSAGE_LENGTH];
	DWORD Arg1Type;
	NTMS_GUID Arg1;
	DWORD Arg2Type;
	NTMS_GUID Arg2;
	WCHAR szApplication[NTMS_APPLICATIONNAME_LENGTH];
	WCHAR szUser[NTMS_USERNAME_LENGTH];
	WCHAR szComputer[NTMS_COMPUTERNAME_LENGTH];
} NTMS_OPREQUESTINFORMATIONW;

/* NTMS_COMPUTER: the service itself and its policy. */
typedef struct _NTMS_COMPUTERINFORMATION {
	DWORD dwLibRequestPurgeTime;	/* settable: seconds, 3 days by default */
	DWORD dwOpRequestPurgeTime;	/* settable: seconds, 3 days by default */
	DWORD dwLibRequestFlags;	/* settable: NtmsLibRequestFlags */
	DWORD dwOpRequestFlags;		/* settable: NtmsOpRequestFlags */
	DWORD dwMediaPoolPolicy;	/* settable: NtmsMediaPoolPolicy */
} NTMS_COMPUTERINFORMATION;

/* Any object: argument of Get/SetNtmsObjectInformation and CreateNtmsMedia. */
typedef struct _NTMS_OBJECTINFORMATIONA {
	DWORD dwSize;					/* in: size of this record */
	DWORD dwType;					/* in: NtmsObjectsTypes */
	SYSTEMTIME Created;				/* UTC */
	SYSTEMTIME Modified;				/* UTC */
	NTMS_GUID ObjectGuid;				/* out: the object */
	BOOL Enabled;					/* Enable/DisableNtmsObject change it */
	DWORD dwOperationalState;			/* NtmsOperationalState */
	CHAR szName[NTMS_OBJECTNAME_LENGTH];		/* settable for some types */
	CHAR szDescription[NTMS_DESCRIPTION_LENGTH];	/* settable */
	union {
		NTMS_DRIVEINFORMATIONA Drive;		/* NTMS_DRIVE */
		NTMS_DRIVETYPEINFORMATIONA DriveType;	/* NTMS_DRIVE_TYPE */
		NTMS_LIBRARYINFORMATION Library;	/* NTMS_LIBRARY */
		NTMS_CHANGERINFORMATIONA Changer;	/* NTMS_CHANGER */
		NTMS_CHANGERTYPEINFORMATIONA ChangerType; /* NTMS_CHANGER_TYPE */
		NTMS_STORAGESLOTINFORMATION StorageSlot; /* NTMS_STORAGESLOT */
		NTMS_IEDOORINFORMATION IEDoor;		/* NTMS_IEDOOR */
		NTMS_IEPORTINFORMATION IEPort;		/* NTMS_IEPORT */
		NTMS_PMIDINFORMATIONA PhysicalMedia;	/* NTMS_PHYSICAL_MEDIA */
		NTMS_LMIDINFORMATION LogicalMedia;	/* NTMS_LOGICAL_MEDIA */
		NTMS_PARTITIONINFORMATIONA Partition;	/* NTMS_PARTITION */
		NTMS_MEDIAPOOLINFORMATION MediaPool;	/* NTMS_MEDIA_POOL */
		NTMS_MEDIATYPEINFORMATION MediaType;	/* NTMS_MEDIA_TYPE */
		NTMS_LIBREQUESTINFORMATIONA LibRequest;	/* NTMS_LIBREQUEST */
		NTMS_OPREQUESTINFORMATIONA OpRequest;	/* NTMS_OPREQUEST */
		NTMS_COMPUTERINFORMATION Computer;	/* NTMS_COMPUTER */
	} Info;				/* by dwType */
} NTMS_OBJECTINFORMATIONA, *LPNTMS_OBJECTINFORMATIONA;

/* The same in wide characters. */
typedef struct _NTMS_OBJECTINFORMATIONW {
	DWORD dwSize;
	DWORD dwType;
	SYSTEMTIME Created;
	SYSTEMTIME Modified;
	NTMS_GUID ObjectGuid;
	BOOL Enabled;
	DWORD dwOperationalState;
	WCHAR szName[NTMS_OBJECTNAME_LENGTH];
	WCHAR szDescription[NTMS_DESCRIPTION_LENGTH];
	union {
		NTMS_DRIVEINFORMATIONW Drive;
		NTMS_DRIVETYPEINFORMATIONW DriveType;
		NTMS_LIBRARYINFORMATION Library;
		NTMS_CHANGERINFORMATIONW Changer;
		NTMS_CHANGERTYPEINFORMATIONW ChangerType;
		NTMS_STORAGESLOTINFORMATION StorageSlot;
		NTMS_IEDOORINFORMATION IEDoor;
		NTMS_IEPORTINFORMATION IEPort;
		NTMS_PMIDINFORMATIONW PhysicalMedia;
		NTMS_LMIDINFORMATION LogicalMedia;
		NTMS_PARTITIONINFORMATIONW Partition;
		NTMS_MEDIAPOOLINFORMATION MediaPool;
		NTMS_MEDIATYPEINFORMATION MediaType;
		NTMS_LIBREQUESTINFORMATIONW LibRequest;
		NTMS_OPREQUESTINFORMATIONW OpRequest;
		NTMS_COMPUTERINFORMATION Computer;
	} Info;
} NTMS_OBJECTINFORMATIONW, *LPNTMS_OBJECTINFORMATIONW;

/*
 * Version 1 of the records that have grown since; the other members of Info
 * are those of the current version.
 */

/* NTMS_LIBRARY, version 1. */
typedef struct _NTMS_I1_LIBRARYINFORMATION {
	DWORD LibraryType;			/* NtmsLibraryType */
	NTMS_GUID CleanerSlot;			/* reserved slot, or null */
	NTMS_GUID CleanerSlotDefault;		/* preferred slot, or null */
	BOOL LibrarySupportsDriveCleaning;	/* the robot cleans drives */
	BOOL BarCodeReaderInstalled;		/* has a bar code reader */
	DWORD InventoryMethod;			/* settable: NONE, FAST or OMID */
	DWORD dwCleanerUsesRemaining;		/* settable: 0xFFFFFFFF for "do not count" */
	DWORD FirstDriveNumber;			/* number of the first drive */
	DWORD dwNumberOfDrives;			/* drives */
	DWORD FirstSlotNumber;			/* number of the first slot */
	DWORD dwNumberOfSlots;			/* slots, 0 for a stand-alone drive */
	DWORD FirstDoorNumber;			/* number of the first door */
	DWORD dwNumberOfDoors;			/* doors */
	DWORD FirstPortNumber;			/* number of the first port */
	DWORD dwNumberOfPorts;			/* ports */
	DWORD FirstChangerNumber;		/* number of the first robot */
	DWORD dwNumberOfChangers;		/* robots */
	DWORD dwNumberOfMedia;			/* media */
	DWORD dwNumberOfMediaTypes;		/* types of media */
	DWORD dwNumberOfLibRequests;		/* requests in the queue */
	GUID Reserved;				/* zero */
} NTMS_I1_LIBRARYINFORMATION;

/* NTMS_PHYSICAL_MEDIA, version 1. */
typedef struct _NTMS_I1_PMIDINFORMATIONA {
	NTMS_GUID CurrentLibrary;			/* where it is */
	NTMS_GUID MediaPool;				/* pool */
	NTMS_GUID Location;				/* slot, drive or port it is in */
	DWORD LocationType;				/* type of Location */
	NTMS_GUID MediaType;				/* id of the NTMS_MEDIA_TYPE object */
	NTMS_GUID HomeSlot;				/* slot it returns to */
	CHAR szBarCode[NTMS_BARCODE_LENGTH];		/* empty if unreadable */
	DWORD BarCodeState;				/* NtmsBarCodeState */
	CHAR szSequenceNumber[NTMS_SEQUENCE_LENGTH];	/* number to write on it by hand */
	DWORD MediaState;				/* NtmsMediaState */
	DWORD dwNumberOfPartitions;			/* sides */
} NTMS_I1_PMIDINFORMATIONA;

/* The same in wide characters. */
typedef struct _NTMS_I1_PMIDINFORMATIONW {
	NTMS_GUID CurrentLibrary;
	NTMS_GUID MediaPool;
	NTMS_GUID Location;
	DWORD LocationType;
	NTMS_GUID MediaType;
	NTMS_GUID HomeSlot;
	WCHAR szBarCode[NTMS_BARCODE_LENGTH];
	DWORD BarCodeState;
	WCHAR szSequenceNumber[NTMS_SEQUENCE_LENGTH];
	DWORD MediaState;
	DWORD dwNumberOfPartitions;
} NTMS_I1_PMIDINFORMATIONW;

/* NTMS_PARTITION, version 1. */
typedef struct _NTMS_I1_PARTITIONINFORMATIONA {
	NTMS_GUID PhysicalMedia;	/* medium it belongs to */
	NTMS_GUID LogicalMedia;		/* allocation, or null */
	DWORD State;			/* NtmsPartitionState */
	WORD Side;			/* 0 for the first, 1 for the second */
	DWORD dwOmidLabelIdLength;	/* bytes in OmidLabelId */
	BYTE OmidLabelId[255];		/* label id, binary */
	CHAR szOmidLabelType[64];	/* type of the label */
	CHAR szOmidLabelInfo[256];	/* text of the label */
	DWORD dwMountCount;		/* mounts so far */
	DWORD dwAllocateCount;		/* allocations so far */
} NTMS_I1_PARTITIONINFORMATIONA;

/* The same in wide characters. */
typedef struct _NTMS_I1_PARTITIONINFORMATIONW {
	NTMS_GUID PhysicalMedia;
	NTMS_GUID LogicalMedia;
	DWORD State;
	WORD Side;
	DWORD dwOmidLabelIdLength;
	BYTE OmidLabelId[255];
	WCHAR szOmidLabelType[64];
	WCHAR szOmidLabelInfo[256];
	DWORD dwMountCount;
	DWORD dwAllocateCount;
} NTMS_I1_PARTITIONINFORMATIONW;

/* NTMS_LIBREQUEST, version 1. */
typedef struct _NTMS_I1_LIBREQUESTINFORMATIONA {
	DWORD OperationCode;				/* NtmsLmOperation */
	DWORD OperationOption;				/* depends on the operation */
	DWORD State;					/* NtmsLmState */
	NTMS_GUID PartitionId;				/* side */
	NTMS_GUID DriveId;				/* drive */
	NTMS_GUID PhysMediaId;				/* medium */
	NTMS_GUID Library;				/* id of the library */
	NTMS_GUID SlotId;				/* slot */
	SYSTEMTIME TimeQueued;				/* UTC */
	SYSTEMTIME TimeCompleted;			/* UTC, zero while unfinished */
	CHAR szApplication[NTMS_APPLICATIONNAME_LENGTH]; /* who asked: application */
	CHAR szUser[NTMS_USERNAME_LENGTH];		/* who asked: user */
	CHAR szComputer[NTMS_COMPUTERNAME_LENGTH];	/* who asked: computer */
} NTMS_I1_LIBREQUESTINFORMATIONA;

/* The same in wide characters. */
typedef struct _NTMS_I1_LIBREQUESTINFORMATIONW {
	DWORD OperationCode;
	DWORD OperationOption;
	DWORD State;
	NTMS_GUID PartitionId;
	NTMS_GUID DriveId;
	NTMS_GUID PhysMediaId;
	NTMS_GUID Library;
	NTMS_GUID SlotId;
	SYSTEMTIME TimeQueued;
	SYSTEMTIME TimeCompleted;
	WCHAR szApplication[NTMS_APPLICATIONNAME_LENGTH];
	WCHAR szUser[NTMS_USERNAME_LENGTH];
	WCHAR szComputer[NTMS_COMPUTERNAME_LENGTH];
} NTMS_I1_LIBREQUESTINFORMATIONW;

/* NTMS_OPREQUEST, version 1. */
typedef struct _NTMS_I1_OPREQUESTINFORMATIONA {
	DWORD Request;					/* NtmsOpreqCommand */
	SYSTEMTIME Submitted;				/* UTC */
	DWORD State;					/* NtmsOpreqState */
	CHAR szMessage[NTMS_I1_MESSAGE_LENGTH];		/* text for the operator */
	DWORD Arg1Type;					/* type of Arg1 */
	NTMS_GUID Arg1;					/* depends on Request */
	DWORD Arg2Type;					/* type of Arg2 */
	NTMS_GUID Arg2;					/* depends on Request */
	CHAR szApplication[NTMS_APPLICATIONNAME_LENGTH]; /* who asked: application */
	CHAR szUser[NTMS_USERNAME_LENGTH];		/* who asked: user */
	CHAR szComputer[NTMS_COMPUTERNAME_LENGTH];	/* who asked: computer */
} NTMS_I1_OPREQUESTINFORMATIONA;

/* The same in wide characters. */
typedef struct _NTMS_I1_OPREQUESTINFORMATIONW {
	DWORD Request;
	SYSTEMTIME Submitted;
	DWORD State;
	WCHAR szMessage[NTMS_I1_MESSAGE_LENGTH];
	DWORD Arg1Type;
	NTMS_GUID Arg1;
	DWORD Arg2Type;
	NTMS_GUID Arg2;
	WCHAR szApplication[NTMS_APPLICATIONNAME_LENGTH];
	WCHAR szUser[NTMS_USERNAME_LENGTH];
	WCHAR szComputer[NTMS_COMPUTERNAME_LENGTH];
} NTMS_I1_OPREQUESTINFORMATIONW;

/* Any object, version 1: told by its dwSize. */
typedef struct _NTMS_I1_OBJECTINFORMATIONA {
	DWORD dwSize;					/* in: size of this record */
	DWORD dwType;					/* in: NtmsObjectsTypes */
	SYSTEMTIME Created;				/* UTC */
	SYSTEMTIME Modified;				/* UTC */
	NTMS_GUID ObjectGuid;				/* out: the object */
	BOOL Enabled;					/* Enable/DisableNtmsObject change it */
	DWORD dwOperationalState;			/* NtmsOperationalState */
	CHAR szName[NTMS_OBJECTNAME_LENGTH];		/* settable for some types */
	CHAR szDescription[NTMS_DESCRIPTION_LENGTH];	/* settable */
	union {
		NTMS_DRIVEINFORMATIONA Drive;		/* NTMS_DRIVE */
		NTMS_DRIVETYPEINFORMATIONA DriveType;	/* NTMS_DRIVE_TYPE */
		NTMS_I1_LIBRARYINFORMATION Library;	/* NTMS_LIBRARY */
		NTMS_CHANGERINFORMATIONA Changer;	/* NTMS_CHANGER */
		NTMS_CHANGERTYPEINFORMATIONA ChangerType; /* NTMS_CHANGER_TYPE */
		NTMS_STORAGESLOTINFORMATION StorageSlot; /* NTMS_STORAGESLOT */
		NTMS_IEDOORINFORMATION IEDoor;		/* NTMS_IEDOOR */
		NTMS_IEPORTINFORMATION IEPort;		/* NTMS_IEPORT */
		NTMS_I1_PMIDINFORMATIONA PhysicalMedia;	/* NTMS_PHYSICAL_MEDIA */
		NTMS_LMIDINFORMATION LogicalMedia;	/* NTMS_LOGICAL_MEDIA */
		NTMS_I1_PARTITIONINFORMATIONA Partition; /* NTMS_PARTITION */
		NTMS_MEDIAPOOLINFORMATION MediaPool;	/* NTMS_MEDIA_POOL */
		NTMS_MEDIATYPEINFORMATION MediaType;	/* NTMS_MEDIA_TYPE */
		NTMS_I1_LIBREQUESTINFORMATIONA LibRequest; /* NTMS_LIBREQUEST */
		NTMS_I1_OPREQUESTINFORMATIONA OpRequest; /* NTMS_OPREQUEST */
	} Info;				/* by dwType */
} NTMS_I1_OBJECTINFORMATIONA, *LPNTMS_I1_OBJECTINFORMATIONA;

/* The same in wide characters. */
typedef struct _NTMS_I1_OBJECTINFORMATIONW {
	DWORD dwSize;
	DWORD dwType;
	SYSTEMTIME Created;
	SYSTEMTIME Modified;
	NTMS_GUID ObjectGuid;
	BOOL Enabled;
	DWORD dwOperationalState;
	WCHAR szName[NTMS_OBJECTNAME_LENGTH];
	WCHAR szDescription[NTMS_DESCRIPTION_LENGTH];
	union {
		NTMS_DRIVEINFORMATIONW Drive;
		NTMS_DRIVETYPEINFORMATIONW DriveType;
		NTMS_I1_LIBRARYINFORMATION Library;
		NTMS_CHANGERINFORMATIONW Changer;
		NTMS_CHANGERTYPEINFORMATIONW ChangerType;
		NTMS_STORAGESLOTINFORMATION StorageSlot;
		NTMS_IEDOORINFORMATION IEDoor;
		NTMS_IEPORTINFORMATION IEPort;
		NTMS_I1_PMIDINFORMATIONW PhysicalMedia;
		NTMS_LMIDINFORMATION LogicalMedia;
		NTMS_I1_PARTITIONINFORMATIONW Partition;
		NTMS_MEDIAPOOLINFORMATION MediaPool;
		NTMS_MEDIATYPEINFORMATION MediaType;
		NTMS_I1_LIBREQUESTINFORMATIONW LibRequest;
		NTMS_I1_OPREQUESTINFORMATIONW OpRequest;
	} Info;
} NTMS_I1_OBJECTINFORMATIONW, *LPNTMS_I1_OBJECTINFORMATIONW;

/*
 * Records of calls
 */

/* Argument of MountNtmsMedia; a null pointer does as well. */
typedef struct _NTMS_MOUNT_INFORMATION {
	DWORD dwSize;		/* size of the record */
	LPVOID lpReserved;	/* NULL */
} NTMS_MOUNT_INFORMATION, *LPNTMS_MOUNT_INFORMATION;

/* Argument of AllocateNtmsMedia: where the medium came from. */
typedef struct _NTMS_ALLOCATION_INFORMATION {
	DWORD dwSize;			/* size of the record */
	LPVOID lpReserved;		/* NULL */
	NTMS_GUID AllocatedFrom;	/* out: pool the medium came from */
} NTMS_ALLOCATION_INFORMATION, *LPNTMS_ALLOCATION_INFORMATION;

/* Asynchronous mounts; reserved. */
typedef struct _NTMS_ASYNC_IO {
	NTMS_GUID OperationId;	/* not used */
	NTMS_GUID EventId;	/* id of the notification */
	DWORD dwOperationType;	/* NtmsAsyncOperations */
	DWORD dwResult;		/* result once complete */
	DWORD dwAsyncState;	/* NtmsAsyncStatus */
	HANDLE hEvent;		/* not used */
	BOOL bOnStateChange;	/* signal every change of state */
} NTMS_ASYNC_IO, *LPNTMS_ASYNC_IO;

/* What UpdateNtmsOmidInfo takes for NTMS_OMID_TYPE_FILESYSTEM_INFO; always wide. */
typedef struct {
	WCHAR FileSystemType[64];	/* name of the file system */
	WCHAR VolumeName[256];		/* label of the volume */
	DWORD SerialNumber;		/* serial number of the volume */
} NTMS_FILESYSTEM_INFO;

/* What WaitForNtmsNotification returns. */
typedef struct _NTMS_NOTIFICATIONINFORMATION {
	DWORD dwOperation;	/* NtmsNotificationOperations */
	NTMS_GUID ObjectId;	/* the object */
} NTMS_NOTIFICATIONINFORMATION, *LPNTMS_NOTIFICATIONINFORMATION;

/* A message about an operation, as the remote protocol carries it. */
typedef struct _RSM_MESSAGE {
	LPGUID lpguidOperation;		/* operation */
	DWORD dwNtmsType;		/* NtmsObjectsTypes */
	DWORD dwState;			/* NtmsLmState */
	DWORD dwFlags;			/* zero */
	DWORD dwPriority;		/* priority */
	DWORD dwErrorCode;		/* error */
	LPWSTR lpszComputerName;	/* sender: computer */
	LPWSTR lpszApplication;		/* sender: application */
	LPWSTR lpszUser;		/* sender: user */
	LPWSTR lpszTimeSubmitted;	/* time as text */
	LPWSTR lpszMessage;		/* text */
} RSM_MESSAGE, *LPRSM_MESSAGE;

#pragma pack(pop)

/*
 * Calls
 *
 * All return ERROR_SUCCESS or an error code, but for the two that return a
 * handle: these return INVALID_HANDLE_VALUE and leave the code to GetLastError.
 * hSession is always a handle of OpenNtmsSession.
 */

/* Binds a call to its entry point for WCHARs of two bytes. */
#if defined(NTMS_WCHAR16) || __SIZEOF_WCHAR_T__ == 2
#define NTMS_WIDE(call)	__asm__(#call "_u16")
#else
#define NTMS_WIDE(call)
#endif

#pragma GCC visibility push(default)

#ifdef __cplusplus
extern "C" {
#endif

#if !defined(_WIN32) && !defined(_WINDEF_) && !defined(__WINE__)
/* The error code of the last call of this thread that reports through it. */
DWORD GetLastError(void);
void SetLastError(DWORD dwErrCode);
#endif

/*
 * Sessions and notifications
 */

/* Opens a session on this computer; a null lpServer means this one. */
HANDLE OpenNtmsSessionA(LPCSTR lpServer, LPCSTR lpApplication, DWORD dwOptions);
HANDLE OpenNtmsSessionW(LPCWSTR lpServer, LPCWSTR lpApplication, DWORD dwOptions)
			NTMS_WIDE(OpenNtmsSessionW);

/* Ends a session and cancels what it waits for. */
DWORD CloseNtmsSession(HANDLE hSession);

/* Opens a channel that reports changes of objects of one type. */
HANDLE OpenNtmsNotification(HANDLE hSession, DWORD dwType);

/* Waits for the next change. */
DWORD WaitForNtmsNotification(HANDLE hNotification,
			      LPNTMS_NOTIFICATIONINFORMATION lpNotificationInformation,
			      DWORD dwTimeout);

/* Closes a channel; a waiter gets ERROR_NO_DATA. */
DWORD CloseNtmsNotification(HANDLE hNotification);

/*
 * Mounting
 */

/* Mounts all the given media, or none of them. */
DWORD MountNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaId, LPNTMS_GUID lpDriveId,
		     DWORD dwCount, DWORD dwOptions, int dwPriority, DWORD dwTimeout,
		     LPNTMS_MOUNT_INFORMATION lpMountInformation);

/* Gives mounted media back. */
DWORD DismountNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaId, DWORD dwCount, DWORD dwOptions);

/* Empties a drive, whatever is in it. */
DWORD DismountNtmsDrive(HANDLE hSession, LPNTMS_GUID lpDriveId);

/*
 * Media
 */

/* Allocates a side from a pool and returns its logical medium. */
DWORD AllocateNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaPool, LPNTMS_GUID lpPartition,
			LPNTMS_GUID lpMediaId, DWORD dwOptions, DWORD dwTimeout,
			LPNTMS_ALLOCATION_INFORMATION lpAllocateInformation);

/* Gives an allocated side back. */
DWORD DeallocateNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaId, DWORD dwOptions);

/* Exchanges the sides of two logical media. */
DWORD SwapNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaId1, LPNTMS_GUID lpMediaId2);

/* Retires a side. */
DWORD DecommissionNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaId);

/* Declares an allocated side full. */
DWORD SetNtmsMediaComplete(HANDLE hSession, LPNTMS_GUID lpMediaId);

/* Records the label that was written to a side. */
DWORD UpdateNtmsOmidInfo(HANDLE hSession, LPNTMS_GUID lpMediaId, DWORD labelType,
			 DWORD numberOfBytes, LPVOID lpBuffer);

/* Adds an offline medium and its sides to the database. */
DWORD CreateNtmsMediaA(HANDLE hSession, LPNTMS_OBJECTINFORMATIONA lpMedia,
		       LPNTMS_OBJECTINFORMATIONA lpList, DWORD dwOptions);
DWORD CreateNtmsMediaW(HANDLE hSession, LPNTMS_OBJECTINFORMATIONW lpMedia,
		       LPNTMS_OBJECTINFORMATIONW lpList, DWORD dwOptions)
		       NTMS_WIDE(CreateNtmsMediaW);

/* Removes an offline medium from the database. */
DWORD DeleteNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaId);

/* Adds a type of media to those of a library. */
DWORD AddNtmsMediaType(HANDLE hSession, LPNTMS_GUID lpMediaTypeId, LPNTMS_GUID lpLibId);

/* Removes a type of media from those of a library. */
DWORD DeleteNtmsMediaType(HANDLE hSession, LPNTMS_GUID lpMediaTypeId, LPNTMS_GUID lpLibId);

/* Moves a medium to a pool of another type of media. */
DWORD ChangeNtmsMediaType(HANDLE hSession, LPNTMS_GUID lpMediaId, LPNTMS_GUID lpPoolId);

/*
 * Pools
 */

/* Creates or opens a media pool by its path. */
DWORD CreateNtmsMediaPoolA(HANDLE hSession, LPCSTR lpPoolName, LPNTMS_GUID lpMediaType,
			   DWORD dwAction, LPSECURITY_ATTRIBUTES lpSecurityAttributes,
			   LPNTMS_GUID lpPoolId);
DWORD CreateNtmsMediaPoolW(HANDLE hSession, LPCWSTR lpPoolName, LPNTMS_GUID lpMediaType,
			   DWORD dwAction, LPSECURITY_ATTRIBUTES lpSecurityAttributes,
			   LPNTMS_GUID lpPoolId) NTMS_WIDE(CreateNtmsMediaPoolW);

/* Tells the path of a media pool. */
DWORD GetNtmsMediaPoolNameA(HANDLE hSession, LPNTMS_GUID lpPoolId, LPSTR lpNameBuf,
			    LPDWORD lpdwBufSize);
DWORD GetNtmsMediaPoolNameW(HANDLE hSession, LPNTMS_GUID lpPoolId, LPWSTR lpNameBuf,
			    LPDWORD lpdwBufSize) NTMS_WIDE(GetNtmsMediaPoolNameW);

/* Moves a medium to another pool. */
DWORD MoveToNtmsMediaPool(HANDLE hSession, LPNTMS_GUID lpMediaId, LPNTMS_GUID lpPoolId);

/* Deletes an empty application pool. */
DWORD DeleteNtmsMediaPool(HANDLE hSession, LPNTMS_GUID lpPoolId);

/*
 * Objects
 */

/* Reads the record of an object. */
DWORD GetNtmsObjectInformationA(HANDLE hSession, LPNTMS_GUID lpObjectId,
				LPNTMS_OBJECTINFORMATIONA lpInfo);
DWORD GetNtmsObjectInformationW(HANDLE hSession, LPNTMS_GUID lpObjectId,
				LPNTMS_OBJECTINFORMATIONW lpInfo)
				NTMS_WIDE(GetNtmsObjectInformationW);

/* Writes the settable members of an object. */
DWORD SetNtmsObjectInformationA(HANDLE hSession, LPNTMS_GUID lpObjectId,
				LPNTMS_OBJECTINFORMATIONA lpInfo);
DWORD SetNtmsObjectInformationW(HANDLE hSession, LPNTMS_GUID lpObjectId,
				LPNTMS_OBJECTINFORMATIONW lpInfo)
				NTMS_WIDE(SetNtmsObjectInformationW);

/* Lists the objects of a type in a container; lpdwListSize counts ids. */
DWORD EnumerateNtmsObject(HANDLE hSession, const LPNTMS_GUID lpContainerId, LPNTMS_GUID lpList,
			  LPDWORD lpdwListSize, DWORD dwType, DWORD dwOptions);

/* Enables a library, drive or medium. */
DWORD EnableNtmsObject(HANDLE hSession, DWORD dwType, LPNTMS_GUID lpObjectId);

/* Disables a library, drive or medium. */
DWORD DisableNtmsObject(HANDLE hSession, DWORD dwType, LPNTMS_GUID lpObjectId);

/* Removes a library that is gone. */
DWORD DeleteNtmsLibrary(HANDLE hSession, LPNTMS_GUID lpLibraryId);

/* Removes a drive that is gone. */
DWORD DeleteNtmsDrive(HANDLE hSession, LPNTMS_GUID lpDriveId);

/* Reads a named attribute of an object. */
DWORD GetNtmsObjectAttributeA(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
			      LPCSTR lpAttributeName, LPVOID lpAttributeData,
			      LPDWORD lpAttributeSize);
DWORD GetNtmsObjectAttributeW(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
			      LPCWSTR lpAttributeName, LPVOID lpAttributeData,
			      LPDWORD lpAttributeSize) NTMS_WIDE(GetNtmsObjectAttributeW);

/* Writes a named attribute of an object; a size of 0 deletes it. */
DWORD SetNtmsObjectAttributeA(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
			      LPCSTR lpAttributeName, LPVOID lpAttributeData,
			      DWORD dwAttributeSize);
DWORD SetNtmsObjectAttributeW(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
			      LPCWSTR lpAttributeName, LPVOID lpAttributeData,
			      DWORD dwAttributeSize) NTMS_WIDE(SetNtmsObjectAttributeW);

/* Reads the security descriptor of an object. */
DWORD GetNtmsObjectSecurity(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
			    SECURITY_INFORMATION RequestedInformation,
			    PSECURITY_DESCRIPTOR lpSecurityDescriptor, DWORD nLength,
			    LPDWORD lpnLengthNeeded);

/* Writes parts of the security descriptor of an object. */
DWORD SetNtmsObjectSecurity(HANDLE hSession, LPNTMS_GUID lpObjectId, DWORD dwType,
			    SECURITY_INFORMATION SecurityInformation,
			    PSECURITY_DESCRIPTOR lpSecurityDescriptor);

/*
 * Libraries
 */

/* Starts or stops an inventory. */
DWORD InventoryNtmsLibrary(HANDLE hSession, LPNTMS_GUID lpLibraryId, DWORD dwAction);

/* Mounts the medium of a slot and reads its label. */
DWORD IdentifyNtmsSlot(HANDLE hSession, LPNTMS_GUID lpSlotId, DWORD dwOption);

/* Unlocks the door, and takes an inventory once it is closed. */
DWORD AccessNtmsLibraryDoor(HANDLE hSession, LPNTMS_GUID lpLibraryId, DWORD dwAction);

/* Ejects a medium. */
DWORD EjectNtmsMedia(HANDLE hSession, LPNTMS_GUID lpMediaId, LPNTMS_GUID lpEjectOperation,
		     DWORD dwAction);

/* Takes media in through a port. */
DWORD InjectNtmsMedia(HANDLE hSession, LPNTMS_GUID lpLibraryId, LPNTMS_GUID lpInjectOperation,
		      DWORD dwAction);

/* Cleans a drive. */
DWORD CleanNtmsDrive(HANDLE hSession, LPNTMS_GUID lpDriveId);

/* Reserves a slot for the cleaner. */
DWORD ReserveNtmsCleanerSlot(HANDLE hSession, LPNTMS_GUID lpLibrary, LPNTMS_GUID lpSlot);

/* Gives the cleaner slot back. */
DWORD ReleaseNtmsCleanerSlot(HANDLE hSession, LPNTMS_GUID lpLibrary);

/* Takes a cleaner in. */
DWORD InjectNtmsCleaner(HANDLE hSession, LPNTMS_GUID lpLibrary, LPNTMS_GUID lpInjectOperation,
			DWORD dwNumberOfCleansLeft, DWORD dwAction);

/* Ejects the cleaner. */
DWORD EjectNtmsCleaner(HANDLE hSession, LPNTMS_GUID lpLibrary, LPNTMS_GUID lpEjectOperation,
		       DWORD dwAction);

/* Opens a detection of media changes in stand-alone drives. */
DWORD BeginNtmsDeviceChangeDetection(HANDLE hSession, LPHANDLE lpDetectHandle);

/* Adds objects to a detection, or polls them if it is null. */
DWORD SetNtmsDeviceChangeDetection(HANDLE hSession, HANDLE DetectHandle, LPNTMS_GUID lpObjectId,
				   DWORD dwType, DWORD dwCount);

/* Ends a detection. */
DWORD EndNtmsDeviceChangeDetection(HANDLE hSession, HANDLE DetectHandle);

/*
 * Requests
 */

/* Tells the place of a request in its queue. */
DWORD GetNtmsRequestOrder(HANDLE hSession, LPNTMS_GUID lpRequestId, LPDWORD lpdwOrderNumber);

/* Changes the place of a request in its queue. */
DWORD SetNtmsRequestOrder(HANDLE hSession, LPNTMS_GUID lpRequestId, DWORD dwOrderNumber);

/* Cancels a library request. */
DWORD CancelNtmsLibraryRequest(HANDLE hSession, LPNTMS_GUID lpRequestId);

/* Deletes finished requests. */
DWORD DeleteNtmsRequests(HANDLE hSession, LPNTMS_GUID lpRequestId, DWORD dwType, DWORD dwCount);

/* Asks the operator for something. */
DWORD SubmitNtmsOperatorRequestA(HANDLE hSession, DWORD dwRequest, LPCSTR lpMessage,
				 LPNTMS_GUID lpArg1Id, LPNTMS_GUID lpArg2Id,
				 LPNTMS_GUID lpRequestId);
DWORD SubmitNtmsOperatorRequestW(HANDLE hSession, DWORD dwRequest, LPCWSTR lpMessage,
				 LPNTMS_GUID lpArg1Id, LPNTMS_GUID lpArg2Id,
				 LPNTMS_GUID lpRequestId) NTMS_WIDE(SubmitNtmsOperatorRequestW);

/* Waits until the operator has answered. */
DWORD WaitForNtmsOperatorRequest(HANDLE hSession, LPNTMS_GUID lpRequestId, DWORD dwTimeout);

/* Refuses an operator request. */
DWORD CancelNtmsOperatorRequest(HANDLE hSession, LPNTMS_GUID lpRequestId);

/* Declares an operator request done. */
DWORD SatisfyNtmsOperatorRequest(HANDLE hSession, LPNTMS_GUID lpRequestId);

/* Lists the computers that see messages about an object. */
DWORD GetNtmsUIOptionsA(HANDLE hSession, const LPNTMS_GUID lpObjectId, DWORD dwType,
			LPSTR lpszDestination, LPDWORD lpdwBufSize);
DWORD GetNtmsUIOptionsW(HANDLE hSession, const LPNTMS_GUID lpObjectId, DWORD dwType,
			LPWSTR lpszDestination, LPDWORD lpdwBufSize) NTMS_WIDE(GetNtmsUIOptionsW);

/* Changes the computers that see messages about an object. */
DWORD SetNtmsUIOptionsA(HANDLE hSession, const LPNTMS_GUID lpObjectId, DWORD dwType,
			DWORD dwOperation, LPCSTR lpszDestination);
DWORD SetNtmsUIOptionsW(HANDLE hSession, const LPNTMS_GUID lpObjectId, DWORD dwType,
			DWORD dwOperation, LPCWSTR lpszDestination) NTMS_WIDE(SetNtmsUIOptionsW);

/*
 * Database
 */

/* Loads the exported database at the next start. */
DWORD ImportNtmsDatabase(HANDLE hSession);

/* Writes a copy of the database. */
DWORD ExportNtmsDatabase(HANDLE hSession);

/*
 * Stand-alone drives
 */

/* Ejects the medium of a stand-alone drive, named by its device; no session needed. */
DWORD EjectDiskFromSADriveA(LPCSTR lpComputerName, LPCSTR lpAppName, LPCSTR lpDeviceName,
			    HWND hWnd, LPCSTR lpTitle, LPCSTR lpMessage, DWORD dwOptions);
DWORD EjectDiskFromSADriveW(LPCWSTR lpComputerName, LPCWSTR lpAppName, LPCWSTR lpDeviceName,
			    HWND hWnd, LPCWSTR lpTitle, LPCWSTR lpMessage, DWORD dwOptions)
			    NTMS_WIDE(EjectDiskFromSADriveW);

/* Tells the volume in a drive. */
DWORD GetVolumesFromDriveA(LPSTR pszDriveName, LPSTR *VolumeNameBufferPtr,
			   LPSTR *DriveLetterBufferPtr);
DWORD GetVolumesFromDriveW(LPWSTR pszDriveName, LPWSTR *VolumeNameBufferPtr,
			   LPWSTR *DriveLetterBufferPtr) NTMS_WIDE(GetVolumesFromDriveW);

#ifdef __cplusplus
}
#endif

#pragma GCC visibility pop

#undef NTMS_WIDE

/*
 * Names without suffix
 */

#ifdef UNICODE
#define OpenNtmsSession			OpenNtmsSessionW
#define GetNtmsObjectInformation	GetNtmsObjectInformationW
#define SetNtmsObjectInformation	SetNtmsObjectInformationW
#define CreateNtmsMediaPool		CreateNtmsMediaPoolW
#define GetNtmsMediaPoolName		GetNtmsMediaPoolNameW
#define GetNtmsObjectAttribute		GetNtmsObjectAttributeW
#define SetNtmsObjectAttribute		SetNtmsObjectAttributeW
#define GetNtmsUIOptions		GetNtmsUIOptionsW
#define SetNtmsUIOptions		SetNtmsUIOptionsW
#define SubmitNtmsOperatorRequest	SubmitNtmsOperatorRequestW
#define CreateNtmsMedia			CreateNtmsMediaW
#define EjectDiskFromSADrive		EjectDiskFromSADriveW
#define GetVolumesFromDrive		GetVolumesFromDriveW
#else
#define OpenNtmsSession			OpenNtmsSessionA
#define GetNtmsObjectInformation	GetNtmsObjectInformationA
#define SetNtmsObjectInformation	SetNtmsObjectInformationA
#define CreateNtmsMediaPool		CreateNtmsMediaPoolA
#define GetNtmsMediaPoolName		GetNtmsMediaPoolNameA
#define GetNtmsObjectAttribute		GetNtmsObjectAttributeA
#define SetNtmsObjectAttribute		SetNtmsObjectAttributeA
#define GetNtmsUIOptions		GetNtmsUIOptionsA
#define SetNtmsUIOptions		SetNtmsUIOptionsA
#define SubmitNtmsOperatorRequest	SubmitNtmsOperatorRequestA
#define CreateNtmsMedia			CreateNtmsMediaA
#define EjectDiskFromSADrive		EjectDiskFromSADriveA
#define GetVolumesFromDrive		GetVolumesFromDriveA
#endif

#ifdef UNICODE
#define _NTMS_DRIVEINFORMATION			_NTMS_DRIVEINFORMATIONW
#define NTMS_DRIVEINFORMATION			NTMS_DRIVEINFORMATIONW
#define _NTMS_CHANGERINFORMATION		_NTMS_CHANGERINFORMATIONW
#define NTMS_CHANGERINFORMATION			NTMS_CHANGERINFORMATIONW
#define _NTMS_PMIDINFORMATION			_NTMS_PMIDINFORMATIONW
#define NTMS_PMIDINFORMATION			NTMS_PMIDINFORMATIONW
#define _NTMS_PARTITIONINFORMATION		_NTMS_PARTITIONINFORMATIONW
#define NTMS_PARTITIONINFORMATION		NTMS_PARTITIONINFORMATIONW
#define _NTMS_DRIVETYPEINFORMATION		_NTMS_DRIVETYPEINFORMATIONW
#define NTMS_DRIVETYPEINFORMATION		NTMS_DRIVETYPEINFORMATIONW
#define _NTMS_CHANGERTYPEINFORMATION		_NTMS_CHANGERTYPEINFORMATIONW
#define NTMS_CHANGERTYPEINFORMATION		NTMS_CHANGERTYPEINFORMATIONW
#define _NTMS_LIBREQUESTINFORMATION		_NTMS_LIBREQUESTINFORMATIONW
#define NTMS_LIBREQUESTINFORMATION		NTMS_LIBREQUESTINFORMATIONW
#define _NTMS_OPREQUESTINFORMATION		_NTMS_OPREQUESTINFORMATIONW
#define NTMS_OPREQUESTINFORMATION		NTMS_OPREQUESTINFORMATIONW
#define _NTMS_OBJECTINFORMATION			_NTMS_OBJECTINFORMATIONW
#define NTMS_OBJECTINFORMATION			NTMS_OBJECTINFORMATIONW
#define LPNTMS_OBJECTINFORMATION		LPNTMS_OBJECTINFORMATIONW
#define NTMS_I1_LIBREQUESTINFORMATION		NTMS_I1_LIBREQUESTINFORMATIONW
#define NTMS_I1_PARTITIONINFORMATION		NTMS_I1_PARTITIONINFORMATIONW
#define NTMS_I1_PMIDINFORMATION			NTMS_I1_PMIDINFORMATIONW
#define NTMS_I1_OPREQUESTINFORMATION		NTMS_I1_OPREQUESTINFORMATIONW
#define NTMS_I1_OBJECTINFORMATION		NTMS_I1_OBJECTINFORMATIONW
#else
#define _NTMS_DRIVEINFORMATION			_NTMS_DRIVEINFORMATIONA
#define NTMS_DRIVEINFORMATION			NTMS_DRIVEINFORMATIONA
#define _NTMS_CHANGERINFORMATION		_NTMS_CHANGERINFORMATIONA
#define NTMS_CHANGERINFORMATION			NTMS_CHANGERINFORMATIONA
#define _NTMS_PMIDINFORMATION			_NTMS_PMIDINFORMATIONA
#define NTMS_PMIDINFORMATION			NTMS_PMIDINFORMATIONA
#define _NTMS_PARTITIONINFORMATION		_NTMS_PARTITIONINFORMATIONA
#define NTMS_PARTITIONINFORMATION		NTMS_PARTITIONINFORMATIONA
#define _NTMS_DRIVETYPEINFORMATION		_NTMS_DRIVETYPEINFORMATIONA
#define NTMS_DRIVETYPEINFORMATION		NTMS_DRIVETYPEINFORMATIONA
#define _NTMS_CHANGERTYPEINFORMATION		_NTMS_CHANGERTYPEINFORMATIONA
#define NTMS_CHANGERTYPEINFORMATION		NTMS_CHANGERTYPEINFORMATIONA
#define _NTMS_LIBREQUESTINFORMATION		_NTMS_LIBREQUESTINFORMATIONA
#define NTMS_LIBREQUESTINFORMATION		NTMS_LIBREQUESTINFORMATIONA
#define _NTMS_OPREQUESTINFORMATION		_NTMS_OPREQUESTINFORMATIONA
#define NTMS_OPREQUESTINFORMATION		NTMS_OPREQUESTINFORMATIONA
#define _NTMS_OBJECTINFORMATION			_NTMS_OBJECTINFORMATIONA
#define NTMS_OBJECTINFORMATION			NTMS_OBJECTINFORMATIONA
#define LPNTMS_OBJECTINFORMATION		LPNTMS_OBJECTINFORMATIONA
#define NTMS_I1_LIBREQUESTINFORMATION		NTMS_I1_LIBREQUESTINFORMATIONA
#define NTMS_I1_PARTITIONINFORMATION		NTMS_I1_PARTITIONINFORMATIONA
#define NTMS_I1_PMIDINFORMATION			NTMS_I1_PMIDINFORMATIONA
#define NTMS_I1_OPREQUESTINFORMATION		NTMS_I1_OPREQUESTINFORMATIONA
#define NTMS_I1_OBJECTINFORMATION		NTMS_I1_OBJECTINFORMATIONA
#endif

#endif /* _NTMSAPI_H */
