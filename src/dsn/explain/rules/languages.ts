import type { Family } from '../family.ts';
import { phrases } from '../phrase-list.ts';

const german: Family = {
  name: 'german',
  phrases: {
    'attachment-refused': { sure: phrases`anhang … nicht erlaubt | anhänge … nicht | dateityp` },
    'no-such-address': {
      sure: phrases`
        empfängeradresse … ungültig | adresse … ungültig | empfänger … ungültig |
        empfängeradresse ist ungültig | konnte nicht gefunden werden | empfänger unbekannt |
        empfaenger unbekannt | unbekannter empfänger | unbekannter empfaenger | empfänger nicht gefunden |
        empfänger existiert nicht | empfängeradresse existiert nicht | benutzer unbekannt |
        unbekannter benutzer | benutzer existiert nicht | benutzer nicht gefunden |
        adresse existiert nicht | adresse nicht gefunden | adresse unbekannt |
        adresse wurde nicht gefunden | adresse … konnte nicht gefunden werden | postfach existiert nicht |
        postfach nicht gefunden | postfach unbekannt | mailbox existiert nicht | kein solcher benutzer |
        kein postfach | ungültiger empfänger | ungültige empfängeradresse |
        e-mail-adresse … existiert nicht | ist hier nicht bekannt
      `,
      likely: phrases`nicht vorhanden | nicht bekannt | existiert nicht | nicht gefunden | unbekannt`,
    },
    'no-such-domain': {
      sure: phrases`
        domain existiert nicht | domäne existiert nicht | domain nicht gefunden | unbekannte domain |
        domain unbekannt
      `,
    },
    'mailbox-full': {
      sure: phrases`
        empfängerpostfach … voll | postfach … übervoll | speicher … voll | speicherplatz … erschöpft |
        postfach voll | postfach … ist voll | postfach … überfüllt | postfach des empfängers |
        mailbox voll | mailbox ist voll | mailbox überfüllt | kontingent überschritten |
        kontingent erschöpft | quota überschritten | quota erreicht
      `,
      likely: phrases`speicherplatz`,
    },
    'mailbox-disabled': {
      sure: phrases`
        postfach gesperrt | postfach ist gesperrt | postfach deaktiviert | konto gesperrt |
        konto deaktiviert | benutzer gesperrt | nicht mehr aktiv | nicht mehr gültig |
        nicht mehr erreichbar | nicht mehr im unternehmen
      `,
    },
    'sender-refused': {
      sure: phrases`
        absender abgelehnt | absender gesperrt | absender nicht erlaubt | absender nicht zugelassen |
        ungültiger absender
      `,
    },
    spam: {
      sure: phrases`
        spamverdacht* | spam-verdacht* | wegen spam | als spam | spamverdacht | spam-verdacht |
        unerwünschte werbung
      `,
    },
    virus: { sure: phrases`virus gefunden | viren gefunden | enthält einen virus | schadsoftware` },
    'message-too-large': {
      sure: phrases`
        überschreitet die maximale | überschreitet … größe | nachricht zu groß | nachricht ist zu groß |
        nachricht zu gross | mail zu groß | maximale größe | größenbeschränkung
      `,
    },
    'relaying-denied': {
      sure: phrases`weiterleitung nicht erlaubt | weiterleitung verweigert | relay nicht erlaubt`,
    },
    'time-over': {
      sure: phrases`
        konnte nicht innerhalb | zeitüberschreitung bei der zustellung | zustellung verzögert
      `,
    },
    'no-connection': {
      sure: phrases`
        verbindung abgelehnt | verbindung verweigert | zeitüberschreitung | nicht erreichbar
      `,
    },
    greylisted: { sure: phrases`bitte später erneut versuchen | bitte versuchen sie es später` },
    'host-blocked': { sure: phrases`ihre ip`, likely: phrases`gesperrt | blockiert` },
    policy: { likely: phrases`richtlinie | richtlinien` },
  },
};

const french: Family = {
  name: 'french',
  phrases: {
    'no-such-address': {
      sure: phrases`
        utilisateur … inconnu | destinataire inconnu | destinataire invalide | destinataire inexistant |
        adresse inconnue | adresse inexistante | adresse … n'existe pas | boite inconnue |
        boîte aux lettres inconnue | compte inconnu | compte inexistant | boite aux lettres inexistante
      `,
      likely: phrases`
        inconnu | inconnue | invalide | inexistant | inexistante | n'existe pas | introuvable
      `,
    },
    'no-such-domain': {
      sure: phrases`
        domaine introuvable | domaine inconnu | domaine inexistant | domaine … n'existe pas
      `,
    },
    'mailbox-full': {
      sure: phrases`
        boîte de réception … pleine | boite … pleine | boîte … pleine | quota dépassé | quota depasse |
        quota atteint | espace de stockage
      `,
      likely: phrases`pleine | plein`,
    },
    'mailbox-disabled': {
      sure: phrases`
        compte désactivé | compte desactive | compte suspendu | boîte désactivée | compte fermé |
        compte bloqué | n'est plus active | n'est plus valide
      `,
    },
    'sender-refused': {
      sure: phrases`expéditeur refusé | expediteur refuse | expéditeur invalide | expéditeur rejeté`,
    },
    spam: {
      sure: phrases`
        courrier indésirable | considéré comme spam | considéré comme du spam | pourriel |
        message rejeté … spam
      `,
    },
    virus: { sure: phrases`virus détecté | contient un virus` },
    'message-too-large': {
      sure: phrases`message trop gros | trop volumineux | taille maximale | taille du message`,
    },
    'no-connection': {
      sure: phrases`connexion refusée | connexion impossible | délai de connexion | délai dépassé`,
    },
    'time-over': { sure: phrases`message expiré | délai de livraison` },
    'host-blocked': { sure: phrases`votre ip | votre adresse ip | liste noire` },
  },
};

const spanish: Family = {
  name: 'spanish',
  phrases: {
    'no-such-address': {
      sure: phrases`
        usuario desconocido | usuario … no existe | usuario no encontrado | destinatario desconocido |
        destinatario inválido | destinatario no válido | destinatario invalido | dirección no encontrada |
        no se ha encontrado la dirección | no se ha podido encontrar la dirección |
        no se encontró la dirección | dirección … no existe | direccion … no existe | buzón inexistente |
        buzon inexistente | cuenta inexistente | cuenta de correo … no existe
      `,
      likely: phrases`
        no encontrado | no encontrada | no se encontró | no se pudo encontrar | no se ha encontrado |
        desconocido | desconocida | inexistente | no existe
      `,
    },
    'no-such-domain': {
      sure: phrases`
        dominio … no existe | dominio inexistente | dominio desconocido | dominio no encontrado
      `,
    },
    'mailbox-full': {
      sure: phrases`
        buzón … lleno | buzon … lleno | bandeja de entrada … llena | casilla llena | cuota excedida |
        cuota superada | excedido su cuota | sin espacio | espacio de almacenamiento
      `,
      likely: phrases`llena | lleno | cuota`,
    },
    'mailbox-disabled': {
      sure: phrases`
        casilla ha expirado | expirado por falta de uso | cuenta ha expirado | cuenta expirada |
        cuenta deshabilitada | cuenta desactivada | cuenta suspendida | cuenta bloqueada | cuenta inactiva |
        usuario deshabilitado | usuario bloqueado | buzón deshabilitado | estado: inactivo
      `,
    },
    'sender-refused': {
      sure: phrases`
        remitente rechazado | remitente no permitido | remitente inválido | remitente bloqueado
      `,
    },
    spam: {
      sure: phrases`correo no deseado | detectado como spam | clasificado como spam | correo basura`,
    },
    virus: { sure: phrases`virus detectado | contiene virus` },
    'message-too-large': {
      sure: phrases`
        supera el tamaño | supera el límite | demasiado grande | mensaje demasiado grande |
        mensaje es demasiado grande | tamaño máximo | tamaño del mensaje | excede el tamaño
      `,
    },
    'no-connection': {
      sure: phrases`
        conexión rechazada | tiempo de espera agotado | no se pudo conectar | tiempo de conexión
      `,
    },
    'host-blocked': { sure: phrases`su ip` },
    'relaying-denied': { sure: phrases`reenvío no permitido | no se permite el reenvío` },
  },
};

const portuguese: Family = {
  name: 'portuguese',
  phrases: {
    'no-such-address': {
      sure: phrases`
        usuário desconhecido | usuario desconhecido | usuário inexistente | usuario inexistente |
        usuário não encontrado | usuario nao encontrado | destinatário desconhecido |
        destinatario desconhecido | destinatário inexistente | destinatario inexistente |
        destinatário inválido | destinatário não encontrado | endereço não encontrado |
        endereco nao encontrado | endereço inexistente | endereço … não existe | conta inexistente |
        caixa postal inexistente | email inexistente
      `,
      likely: phrases`
        não foi encontrado | não foi encontrada | não encontrado | nao encontrado |
        não pôde ser encontrado | desconhecido | inexistente | não existe | nao existe
      `,
    },
    'no-such-domain': {
      sure: phrases`
        domínio não existe | dominio nao existe | domínio inexistente | domínio não encontrado |
        domínio desconhecido
      `,
    },
    'mailbox-full': {
      sure: phrases`
        caixa de entrada … cheia | caixa … cheia | caixa postal lotada | quota excedida | cota … excedida |
        sem espaço | espaço de armazenamento | excedeu a cota | limite de armazenamento
      `,
      likely: phrases`cheia | cheio | lotada`,
    },
    'mailbox-disabled': {
      sure: phrases`
        conta desativada | conta suspensa | conta bloqueada | conta inativa | usuário bloqueado |
        usuário desativado | conta cancelada
      `,
    },
    'sender-refused': {
      sure: phrases`
        remetente rejeitado | remetente recusado | remetente bloqueado | remetente inválido
      `,
    },
    spam: {
      sure: phrases`
        considerado spam | identificado como spam | classificado como spam | lixo eletrônico
      `,
    },
    virus: { sure: phrases`vírus detectado | contém vírus | virus encontrado` },
    'message-too-large': {
      sure: phrases`
        mensagem muito grande | mensagem grande demais | tamanho máximo | tamanho da mensagem |
        excede o tamanho
      `,
    },
    'no-connection': { sure: phrases`conexão recusada | tempo limite | tempo esgotado` },
    'host-blocked': { sure: phrases`seu ip | lista negra` },
  },
};

const italian: Family = {
  name: 'italian',
  phrases: {
    'no-such-address': {
      sure: phrases`
        utente sconosciuto | utente inesistente | utente non esistente | utente non trovato |
        destinatario sconosciuto | destinatario inesistente | destinatario non valido |
        destinatario non trovato | indirizzo inesistente | indirizzo sconosciuto | indirizzo non trovato |
        indirizzo … non esiste | casella inesistente | casella non esistente | casella non trovata |
        account inesistente
      `,
      likely: phrases`
        impossibile trovare | non trovato | non trovata | non è stato trovato | sconosciuto | inesistente |
        non esiste
      `,
    },
    'no-such-domain': {
      sure: phrases`
        dominio inesistente | dominio sconosciuto | dominio non esiste | dominio non trovato
      `,
    },
    'mailbox-full': {
      sure: phrases`
        casella … piena | casella … è piena | mailbox piena | quota superata | superato la quota |
        spazio esaurito | spazio disponibile
      `,
      likely: phrases`piena | pieno`,
    },
    'mailbox-disabled': {
      sure: phrases`
        casella disabilitata | casella disattivata | casella sospesa | account disabilitato |
        utente disabilitato | casella non attiva | bloccato per inutilizzo
      `,
    },
    'sender-refused': {
      sure: phrases`
        mittente rifiutato | mittente non valido | mittente bloccato | mittente non autorizzato
      `,
    },
    spam: {
      sure: phrases`considerato spam | identificato come spam | posta indesiderata | rilevato spam`,
    },
    virus: { sure: phrases`contiene un virus | virus rilevato` },
    'message-too-large': {
      sure: phrases`dimensione massima | dimensioni del messaggio`,
      likely: phrases`troppo grande`,
    },
    'no-connection': { sure: phrases`connessione rifiutata | tempo scaduto` },
  },
};

const japanese: Family = {
  name: 'japanese',
  phrases: {
    policy: { likely: phrases`拒否されました | ポリシー` },
    'no-such-address': {
      sure: phrases`宛先不明 | あて先不明 | メールアドレスが存在しない | アドレスが間違って | アドレス不明 | アドレスが正しくありません`,
      likely: phrases`使用されていません | 不明 | 無効なアドレス | 宛先がありません | 存在しません | 見つかりません`,
    },
    'no-such-domain': {
      sure: phrases`ドメインが見つかりません | ドメインが存在しません | ホストが見つかりません | ドメイン名が見つかりません`,
    },
    'mailbox-full': {
      sure: phrases`
        メールボックスがいっぱい | メールボックスが一杯 | メールボックスの容量 | 受信トレイがいっぱい | 容量を超え | 容量オーバー | 容量超過 | 保存容量 | 容量がいっぱい | 容量制限
      `,
      likely: phrases`いっぱい | 一杯 | 容量`,
    },
    'mailbox-disabled': {
      sure: phrases`アカウントが無効 | アカウントは無効 | 利用停止 | 使用停止 | 停止されています | 解約`,
    },
    'mailbox-refuses': { sure: phrases`受信者 … 拒否 | 受信拒否 | 受信者が拒否 | 受信側で拒否` },
    spam: { sure: phrases`迷惑メール | スパム` },
    virus: { sure: phrases`ウイルス | ウィルス` },
    'message-too-large': {
      sure: phrases`サイズが大きすぎ | メールサイズ | サイズ制限 | サイズを超え`,
      likely: phrases`大きすぎ`,
    },
    'not-a-member': { sure: phrases`メーリングリストのメンバー | 投稿する権限 | 投稿権限` },
    'no-connection': { sure: phrases`接続できません | 接続が拒否 | タイムアウト | 応答がありません` },
    'host-blocked': { sure: phrases`接続を拒否 | ブラックリスト` },
    'time-over': { sure: phrases`配信期限 | 配送を断念 | 期限切れ` },
  },
};

const chinese: Family = {
  name: 'chinese',
  phrases: {
    policy: { likely: phrases`拒绝接收 | 拒绝 | 拒絕` },
    'no-such-address': {
      sure: phrases`查无此人 | 無此使用者 | 无效的收件人 | 无此用户 | 未找到该地址`,
      likely: phrases`无效地址 | 地址错误 | 地址有误 | 地址無效 | 找不到 | 不存在`,
    },
    'no-such-domain': {
      sure: phrases`域名不存在 | 网域不存在 | 網域不存在 | 找不到域名 | 域名解析失败 | 找不到主机`,
    },
    'mailbox-full': {
      sure: phrases`
        邮箱已满 | 郵箱已滿 | 信箱已滿 | 空间不足 | 空間不足 | 邮箱容量 | 容量已满 | 超出配额 | 超过配额 | 收件箱已满 | 存储空间 | 邮箱满 | 信箱容量 | 空间已满
      `,
      likely: phrases`已满 | 已滿`,
    },
    'mailbox-disabled': {
      sure: phrases`帐户被禁用 | 账户被禁用 | 被冻结 | 已被停用 | 被锁定 | 已停用`,
    },
    'mailbox-refuses': { sure: phrases`拒收 | 对方拒绝 | 黑名单中` },
    'sender-refused': { sure: phrases`发件人被拒绝 | 拒绝发件人 | 发信人` },
    spam: { sure: phrases`垃圾邮件 | 垃圾郵件 | 垃圾信` },
    virus: { sure: phrases`病毒` },
    'message-too-large': {
      sure: phrases`邮件过大 | 郵件過大 | 邮件太大 | 大小超过 | 超过大小 | 附件过大 | 邮件大小`,
    },
    'too-fast': { sure: phrases`频率 | 頻率 | 发送过多 | 发送数量` },
    'no-connection': { sure: phrases`無法連線 | 无法连接 | 连接被拒绝 | 连接失败 | 超时` },
    'host-blocked': { sure: phrases`黑名单 | 黑名單 | ip被` },
  },
};

const russian: Family = {
  name: 'russian',
  phrases: {
    'no-such-address': {
      sure: phrases`
        нет такого пользователя | неизвестный пользователь | неизвестный получатель | неверный адрес |
        такого адреса
      `,
      likely: phrases`не найден* | неизвест* | недействител* | не существует | не найден`,
    },
    'no-such-domain': {
      sure: phrases`
        домен не существует | домен не найден | домена не существует | несуществующий домен
      `,
    },
    'mailbox-full': {
      sure: phrases`превышена квота | квота превышена | переполнен | недостаточно места`,
      likely: phrases`переполнен*`,
    },
    'mailbox-disabled': {
      sure: phrases`
        ящик заблокирован | ящик отключен | учетная запись отключена | пользователь заблокирован |
        аккаунт заблокирован
      `,
      likely: phrases`заблокирован* | отключен*`,
    },
    'sender-refused': { sure: phrases`отправитель отклонен | отправитель заблокирован` },
    spam: { sure: phrases`спам` },
    virus: { sure: phrases`вирус` },
    'message-too-large': {
      sure: phrases`слишком большое | размер письма | размер сообщения | превышает допустимый размер`,
    },
    'no-connection': {
      sure: phrases`
        соединение отклонено | время ожидания | не удалось соединиться | не удалось установить
      `,
    },
    'host-blocked': { sure: phrases`черном списке | черный список` },
  },
};

const polish: Family = {
  name: 'polish',
  phrases: {
    'no-such-address': {
      sure: phrases`
        nieznany użytkownik | nieznany odbiorca | użytkownik nie istnieje | adres nie istnieje |
        konto nie istnieje | skrzynka nie istnieje | nie ma takiego użytkownika | nie ma takiego konta
      `,
      likely: phrases`nie istnieje | nie znaleziono | nieznany`,
    },
    'mailbox-full': {
      sure: phrases`
        skrzynka pełna | skrzynka jest pełna | skrzynka … pełna | przepełniona | przekroczony limit
      `,
    },
    'mailbox-disabled': {
      sure: phrases`
        konto zablokowane | konto nieaktywne | konto niedostepne | konto niedostępne |
        zablokowane administracyjnie | lub nieaktywne
      `,
    },
    spam: { likely: phrases`uznana za spam | niechciana | antyspamowy` },
    'message-too-large': { sure: phrases`wiadomość jest za duża | zbyt duża` },
  },
};

const dutch: Family = {
  name: 'dutch',
  phrases: {
    'no-such-address': {
      sure: phrases`
        gebruiker onbekend | onbekende gebruiker | onbekende ontvanger | ontvanger onbekend |
        adres bestaat niet
      `,
      likely: phrases`bestaat niet | niet gevonden | onbekend`,
    },
    'mailbox-full': {
      sure: phrases`mailbox vol | postvak vol | postbus vol | postvak is vol | mailbox is vol`,
    },
    'message-too-large': { sure: phrases`bericht is te groot | bericht te groot` },
  },
};

const korean: Family = {
  name: 'korean-language',
  phrases: {
    'no-such-address': {
      sure: phrases`존재하지 않는 | 없는 사용자 | 수신자를 찾을 수 없 | 사용자를 찾을 수 없 | 없는 메일 계정`,
    },
    'mailbox-full': { sure: phrases`메일함 용량 | 용량 초과 | 용량이 초과 | 메일함이 가득` },
    'mailbox-disabled': { sure: phrases`휴면 | 정지된 | 사용이 중지` },
    spam: { likely: phrases`스팸` },
  },
};

export const languages: readonly Family[] = [
  polish,
  dutch,
  korean,
  german,
  french,
  spanish,
  portuguese,
  italian,
  japanese,
  chinese,
  russian,
];
